import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** What programs expect of a system besides its libraries: the user that they run as, and folders. */
class BaseSystem {
    /** Of the user and of its group; the operator's manifests name the same. */
    static final int USER = 10001;

    /** What the user may write. In a pod volumes are mounted over them. */
    static final List<String> WRITABLE = List.of("tmp", "var/lib/weir");

    /** What is mounted, by names that the operator's manifests use. */
    private static final List<String> EMPTY = List.of("etc/weir/documents", "etc/weir/secrets");

    private BaseSystem() {}

    static void add(Staging staging) throws IOException {
        Staging.write(
                staging.common().resolve("etc/passwd"),
                List.of(
                        "root:x:0:0:root:/:/sbin/nologin",
                        "weir:x:" + USER + ":" + USER + ":weir:/var/lib/weir:/sbin/nologin"));
        Staging.write(staging.common().resolve("etc/group"), List.of("root:x:0:", "weir:x:" + USER + ":"));
        Staging.write(
                staging.common().resolve("etc/nsswitch.conf"),
                List.of("passwd: files", "group: files", "hosts: files dns"));
        for (List<String> folders : List.of(WRITABLE, EMPTY)) {
            for (String folder : folders) {
                Files.createDirectories(staging.common().resolve(folder));
            }
        }
    }
}
