// Every part of Kubernetes that a machine runs, and kubectl, in one binary, which is told by its name what to be.
package main

import (
	goflag "flag"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	cliflag "k8s.io/component-base/cli/flag"
	"k8s.io/component-base/logs"
	_ "k8s.io/component-base/metrics/prometheus/clientgo"
	_ "k8s.io/component-base/metrics/prometheus/version"
	kubectl "k8s.io/kubectl/pkg/cmd"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	controllers "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	proxy "k8s.io/kubernetes/cmd/kube-proxy/app"
	scheduler "k8s.io/kubernetes/cmd/kube-scheduler/app"
	kubelet "k8s.io/kubernetes/cmd/kubelet/app"
)

type part struct {
	command       func() *cobra.Command
	dashedOptions bool // takes --an_option for --an-option
	goOptions     bool // takes those of Go's own flag package as well
}

var parts = map[string]part{
	"kube-apiserver":          {command: apiserver.NewAPIServerCommand},
	"kube-controller-manager": {command: controllers.NewControllerManagerCommand},
	"kube-scheduler":          {command: func() *cobra.Command { return scheduler.NewSchedulerCommand() }, dashedOptions: true},
	"kubelet":                 {command: kubelet.NewKubeletCommand},
	"kube-proxy":              {command: proxy.NewProxyCommand, dashedOptions: true, goOptions: true},
	"kubectl":                 {command: func() *cobra.Command { return kubectl.NewDefaultKubectlCommand() }, dashedOptions: true, goOptions: true},
}

func main() {
	name := filepath.Base(os.Args[0])
	part, known := parts[name]
	if !known {
		fmt.Fprintf(os.Stderr, "%s: there is no such part of Kubernetes\n", name)
		os.Exit(2)
	}
	rand.Seed(time.Now().UnixNano())
	command := part.command()
	if part.dashedOptions {
		pflag.CommandLine.SetNormalizeFunc(cliflag.WordSepNormalizeFunc)
	}
	if part.goOptions {
		pflag.CommandLine.AddGoFlagSet(goflag.CommandLine)
	}
	logs.InitLogs()
	defer logs.FlushLogs()
	if command.Execute() != nil {
		os.Exit(1)
	}
}
