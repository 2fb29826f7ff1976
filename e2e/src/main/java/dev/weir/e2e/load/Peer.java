package dev.weir.e2e.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Caches that others use, each with one worker, run in the foreground by whoever runs this, out of one folder. */
enum Peer {
    NGINX("nginx", "nginx-light") {
        @Override
        List<String> command(Path folder, int port, int origin) {
            Path configuration = write(
                    folder.resolve("nginx.conf"), """
                        daemon off;
                        user %1$s;
                        worker_processes 1;
                        pid %2$s/nginx.pid;
                        error_log stderr warn;
                        events { worker_connections 1024; }
                        http {
                          access_log off;
                          sendfile on;
                          keepalive_requests 1000000000;
                          client_body_temp_path %2$s/client;
                          proxy_temp_path %2$s/proxy;
                          fastcgi_temp_path %2$s/fastcgi;
                          uwsgi_temp_path %2$s/uwsgi;
                          scgi_temp_path %2$s/scgi;
                          open_file_cache max=1000;
                          proxy_cache_path %2$s/cache keys_zone=bench:1m use_temp_path=off;
                          server {
                            listen 127.0.0.1:%3$d;
                            location / {
                              proxy_pass http://127.0.0.1:%4$d;
                              proxy_cache bench;
                            }
                          }
                        }
                        """.formatted(System.getProperty("user.name"), folder, port, origin));
            return List.of("-p", folder.toString(), "-c", configuration.toString(), "-e", "stderr");
        }
    },
    HAPROXY("haproxy", "haproxy") {
        @Override
        List<String> command(Path folder, int port, int origin) {
            Path configuration = write(folder.resolve("haproxy.cfg"), """
                global
                  nbthread 1
                cache bench
                  total-max-size 64
                  max-object-size 1000000
                  max-age 3600
                defaults
                  mode http
                  timeout connect 10s
                  timeout client 60s
                  timeout server 60s
                listen bench
                  bind 127.0.0.1:%d
                  http-request cache-use bench
                  http-response cache-store bench
                  server origin 127.0.0.1:%d
                """.formatted(port, origin));
            return List.of("-db", "-f", configuration.toString());
        }
    },
    VARNISH("varnishd", "varnish") {
        @Override
        List<String> command(Path folder, int port, int origin) {
            return List.of(
                    "-F",
                    "-j",
                    "none",
                    "-n",
                    folder.resolve("varnish").toString(),
                    "-a",
                    "127.0.0.1:" + port,
                    "-b",
                    "127.0.0.1:" + origin,
                    "-s",
                    "malloc,64m",
                    "-p",
                    "thread_pools=1");
        }
    };

    private final String program;
    private final String packageName;

    Peer(String program, String packageName) {
        this.program = program;
        this.packageName = packageName;
    }

    /** Its arguments, after its configuration has been written where it needs one. */
    abstract List<String> command(Path folder, int port, int origin);

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As Debian has it. */
    String packageName() {
        return packageName;
    }

    String program() {
        return Programs.require(program, packageName);
    }

    boolean isInstalled() {
        return Programs.find(program).isPresent();
    }

    private static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
