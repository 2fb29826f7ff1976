import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** What programs expect of a system besides its libraries: the user that they run as, and folders. */
class BaseSystem {
    /** Of the user and of its group; the operator's manifests name the same. */
    static final int USER = 10001;

    /** What belongs to the user. In a pod a volume is mounted over it. */
    static final String DATA = "var/lib/weir";

    /** Writable for all, because runc gives the mode that it finds here to a tmpfs that is mounted over it. */
    static final String TEMPORARY = "tmp";

    /** What volumes are mounted over, by the names that the operator's manifests use. */
    private static final List<String> EMPTY = List.of(DATA, TEMPORARY, "etc/weir/documents", "etc/weir/secrets");

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
        for (String folder : EMPTY) {
            Files.createDirectories(staging.common().resolve(folder));
        }
    }
}
