package dev.weir.dataplane.http.origin;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One server of an origin, and the addresses that its name has. Any thread; looking the name up blocks. */
final class Server {
    private final URI url;
    private final String host;
    private final int port;
    private final boolean secure;
    private final Connector connector;
    private final OriginSettings settings;
    private final ServerMeters meters;
    private volatile List<Endpoint> endpoints = List.of();
    private volatile boolean lookedUp;
    private volatile boolean retired;
    private volatile @Nullable String unresolved;

    Server(URI url, Connector connector, OriginSettings settings, String route, OriginMeters meters) {
        this.url = url;
        this.connector = connector;
        this.settings = settings;
        this.secure = isSecure(url);
        this.port = url.getPort() > 0 ? url.getPort() : secure ? 443 : 80;
        this.host = url.getHost().startsWith("[")
                ? url.getHost().substring(1, url.getHost().length() - 1)
                : url.getHost();
        this.meters = meters.join(route, this);
    }

    static boolean isSecure(URI url) {
        return url.getScheme().toLowerCase(Locale.ROOT).equals("https");
    }

    String url() {
        return url.toString();
    }

    String authority() {
        return url.getRawAuthority();
    }

    boolean isSecure() {
        return secure;
    }

    /** A name, or an address without brackets. */
    String host() {
        return host;
    }

    int port() {
        return port;
    }

    ServerMeters meters() {
        return meters;
    }

    List<Endpoint> endpoints() {
        return endpoints;
    }

    /** Whether it is known what its name stands for, or that it stands for nothing. */
    boolean isLookedUp() {
        return lookedUp;
    }

    /** Why it has no address, or null. */
    @Nullable
    String unresolved() {
        return unresolved;
    }

    /** Whether its host is an address already, which is then taken without asking anybody. */
    boolean takeLiteral() {
        byte[] address = NetUtil.createByteArrayFromIpAddressString(host);
        if (address == null) {
            return false;
        }
        try {
            take(new InetAddress[] {InetAddress.getByAddress(host, address)});
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e); // it is of four or of sixteen bytes
        }
        return true;
    }

    /** Looks the name up. What it stood for last is kept while it cannot be. */
    void lookUp() {
        try {
            take(InetAddress.getAllByName(host));
        } catch (UnknownHostException e) {
            unresolved = "the name " + host + " does not resolve";
            lookedUp = true;
        }
    }

    ServerState state() {
        List<Endpoint> now = endpoints;
        if (now.isEmpty()) {
            String none = unresolved;
            return new ServerState(url(), false, none == null ? "the name " + host + " is being looked up" : none);
        }
        String problem = null;
        boolean reachable = false;
        for (Endpoint endpoint : now) {
            reachable |= endpoint.health().isReachable();
            String of = endpoint.health().problem();
            problem = of == null || problem != null ? problem : endpoint + " " + of;
        }
        return new ServerState(url(), reachable, problem);
    }

    synchronized void retire() {
        retired = true;
        endpoints.forEach(Endpoint::retire);
    }

    private synchronized void take(InetAddress[] addresses) {
        Set<InetSocketAddress> found = new LinkedHashSet<>();
        for (InetAddress address : addresses) {
            found.add(new InetSocketAddress(address, port));
        }
        var next = new ArrayList<Endpoint>();
        for (Endpoint endpoint : endpoints) {
            if (found.remove(endpoint.address())) {
                next.add(endpoint);
            } else {
                endpoint.retire();
            }
        }
        found.forEach(address -> next.add(new Endpoint(this, address, connector, settings)));
        if (retired) {
            next.forEach(Endpoint::retire);
        }
        endpoints = List.copyOf(next);
        unresolved = null;
        lookedUp = true;
    }
}
