package dev.weir.e2e.cache.secure;

import dev.weir.e2e.host.FreePort;
import dev.weir.e2e.kafka.ClusterSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** How often clients of one broker have logged in again on a connection they had, as the broker counts it. */
final class Reauthentications {
    private final int port = FreePort.pick();

    /** The broker that tells. */
    ClusterSettings observed(ClusterSettings broker) {
        return broker.jvmOption("-Dcom.sun.management.jmxremote.port=" + port)
                .jvmOption("-Dcom.sun.management.jmxremote.rmi.port=" + port)
                .jvmOption("-Dcom.sun.management.jmxremote.host=127.0.0.1")
                .jvmOption("-Djava.rmi.server.hostname=127.0.0.1")
                .jvmOption("-Dcom.sun.management.jmxremote.authenticate=false")
                .jvmOption("-Dcom.sun.management.jmxremote.ssl=false");
    }

    @SuppressWarnings("BanJNDI") // who answers on loopback is the broker that was started here
    int count() {
        try {
            var address = new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + port + "/jmxrmi");
            try (JMXConnector connector = JMXConnectorFactory.connect(address)) {
                return count(connector.getMBeanServerConnection());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int count(MBeanServerConnection broker) throws IOException, JMException {
        double sum = 0;
        for (ObjectName thread : broker.queryNames(
                new ObjectName("kafka.server:type=socket-server-metrics,listener=REPEATED,networkProcessor=*"), null)) {
            sum += (Double) broker.getAttribute(thread, "successful-reauthentication-total");
        }
        return (int) sum;
    }
}
