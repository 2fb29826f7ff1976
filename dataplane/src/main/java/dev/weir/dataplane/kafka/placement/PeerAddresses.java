package dev.weir.dataplane.kafka.placement;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where the pods of a cache find each other: a list of addresses, one for each pod in the order of their ordinals; or
 * one address for all of them, with {@code {ordinal}} where they differ, as the names behind a headless Service do.
 */
public record PeerAddresses(List<Address> addresses) {
    private static final String ORDINAL = "{ordinal}";

    /** One pod's; port 0 is the port that this pod listens on itself. */
    public record Address(String host, int port) {}

    public PeerAddresses {
        addresses = List.copyOf(addresses);
    }

    /**
     * Reads what a user wrote: {@code host:port,host:port} or {@code host-{ordinal}.service}, the port being optional.
     *
     * @throws IllegalArgumentException with what is wrong with it, for the user
     */
    public static PeerAddresses parse(String text) {
        List<Address> addresses = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            addresses.add(address(part.strip()));
        }
        if (addresses.size() > 1 && text.contains(ORDINAL)) {
            throw new IllegalArgumentException(
                    "an address with " + ORDINAL + " stands for all pods, so it is the only one");
        }
        return new PeerAddresses(addresses);
    }

    private static Address address(String text) {
        int colon = text.lastIndexOf(':');
        boolean bracketed = text.startsWith("[");
        boolean hasPort = bracketed ? text.contains("]:") : colon >= 0 && colon == text.indexOf(':');
        String host = hasPort ? text.substring(0, colon) : text;
        if (host.isEmpty()) {
            throw new IllegalArgumentException("'" + text + "' names no host");
        }
        if (!hasPort) {
            return new Address(unbracketed(host), 0);
        }
        String port = text.substring(colon + 1);
        try {
            int number = Integer.parseInt(port);
            if (number > 0 && number <= 65535) {
                return new Address(unbracketed(host), number);
            }
        } catch (NumberFormatException e) { // told below
        }
        throw new IllegalArgumentException("'" + port + "' is not a port from 1 to 65535");
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    /** Whether the number of pods is the document's to say. */
    public boolean isTemplate() {
        return addresses.size() == 1 && addresses.getFirst().host().contains(ORDINAL);
    }

    /** The address of each pod, when there are so many of them. */
    List<Address> expand(int pods) {
        if (!isTemplate()) {
            return addresses;
        }
        Address template = addresses.getFirst();
        return IntStream.range(0, pods)
                .mapToObj(ordinal ->
                        new Address(template.host().replace(ORDINAL, Integer.toString(ordinal)), template.port()))
                .toList();
    }
}
