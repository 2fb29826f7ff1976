package dev.weir.e2e.demo.shop;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Orders that are placed, then paid, then shipped: each step is a message under the order's number. */
final class Orders {
    private static final String[] ITEMS = {"teapot", "kettle", "cup", "saucer", "strainer", "tray"};
    private static final int OPEN_MAX = 20;

    private final RandomGenerator random;
    private final Customers customers;
    private final InstantSource clock;
    private final Deque<Order> open = new ArrayDeque<>();
    private long placed;

    Orders(RandomGenerator random, Customers customers, InstantSource clock) {
        this.random = random;
        this.customers = customers;
        this.clock = clock;
        this.placed = clock.instant().getEpochSecond();
    }

    ProducerRecord<String, String> next() {
        Order order = open.isEmpty() || (open.size() < OPEN_MAX && random.nextBoolean()) ? place() : advance();
        var message = new ProducerRecord<>(Shop.ORDERS, order.id(), json(order));
        message.headers().add(order.customer().region().header());
        return message;
    }

    private Order place() {
        int item = random.nextInt(ITEMS.length);
        var order = new Order("o-" + placed++, customers.any(), ITEMS[item], random.nextInt(1, 7), Status.PLACED);
        open.add(order);
        return order;
    }

    private Order advance() {
        Order order = open.remove().next();
        if (order.status() != Status.SHIPPED) {
            open.add(order);
        }
        return order;
    }

    private String json(Order order) {
        return String.format(
                Locale.ROOT,
                "{\"order\":\"%s\",\"customer\":\"%s\",\"item\":\"%s\",\"quantity\":%d,\"status\":\"%s\",\"at\":\"%s\"}",
                order.id(),
                order.customer().id(),
                order.item(),
                order.quantity(),
                order.status().name().toLowerCase(Locale.ROOT),
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }

    private record Order(String id, Customer customer, String item, int quantity, Status status) {
        Order next() {
            return new Order(id, customer, item, quantity, status.next());
        }
    }

    private enum Status {
        PLACED,
        PAID,
        SHIPPED;

        Status next() {
            return this == PLACED ? PAID : SHIPPED;
        }
    }
}
