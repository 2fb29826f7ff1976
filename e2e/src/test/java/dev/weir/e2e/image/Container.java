package dev.weir.e2e.image;

import dev.weir.e2e.host.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * An image started as a pod starts it, with nothing but programs of the system: a root folder of its own that cannot be
 * written, a folder for temporary files, one for data, and the user that the image names. As runc does it, the
 * temporary files get the mode of the folder that they cover.
 */
final class Container {
    private static final String SCRIPT = """
        set -eu
        root=$1 data=$2
        shift 2
        mount --make-rprivate /
        mount --bind "$root" "$root"
        mount --rbind /dev "$root/dev"
        mount -t proc proc "$root/proc"
        mount -t tmpfs -o "mode=$(stat -c %a "$root/tmp")" tmpfs "$root/tmp"
        mount --bind "$data" "$root/var/lib/weir"
        mount -o remount,bind,ro "$root"
        exec env -i PATH="$PATH" "$@"
        """;

    private Container() {}

    /** Needs root. The process is the program itself, so that it can be told to stop. */
    static ChildProcess start(ImageArchive image, Path root, Path data, List<String> environment, Path log)
            throws IOException {
        for (String folder : List.of("dev", "proc")) {
            Files.createDirectories(root.resolve(folder));
        }
        Files.createDirectories(data);
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxrwxrwx"));
        String user = image.config().at("/config/User").asText();
        var command = new ArrayList<>(List.of("unshare", "--mount", "sh", "-c", SCRIPT, "sh"));
        command.addAll(List.of(root.toString(), data.toString()));
        command.addAll(image.environment());
        command.addAll(environment);
        command.addAll(List.of("chroot", "--userspec=" + user, root.toString()));
        command.addAll(image.entrypoint());
        return ChildProcess.start("the image's program", command, log);
    }
}
