import java.util.List;
import java.util.Map;

/** What images are built of, and how each is started. */
enum Program {
    DATAPLANE(
            "dataplane",
            "Weir's data-plane",
            9100,
            List.of("--sun-misc-unsafe-memory-access=allow"),
            List.of("serve"),
            Map.of(
                    "WEIR_DATA_DIR", "/var/lib/weir",
                    "WEIR_DOCUMENTS", "/etc/weir/documents",
                    "WEIR_SECRETS_DIR", "/etc/weir/secrets")),
    OPERATOR("operator", "Weir's operator", 9101, List.of(), List.of(), Map.of());

    /** Its Maven module and the name of its jar. */
    final String module;

    final String title;
    final int managementPort;
    final List<String> jvmOptions;
    final List<String> arguments;
    final Map<String, String> environment;

    Program(
            String module,
            String title,
            int managementPort,
            List<String> jvmOptions,
            List<String> arguments,
            Map<String, String> environment) {
        this.module = module;
        this.title = title;
        this.managementPort = managementPort;
        this.jvmOptions = jvmOptions;
        this.arguments = arguments;
        this.environment = environment;
    }
}
