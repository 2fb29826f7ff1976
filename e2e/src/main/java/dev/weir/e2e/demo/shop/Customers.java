package dev.weir.e2e.demo.shop;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A few dozen customers, of whom only the latest state matters. */
final class Customers {
    private static final double CHANGES_PER_ORDER = 0.3;
    private static final double LEAVERS_PER_CHANGE = 0.05;

    private final RandomGenerator random;
    private final List<Customer> customers =
            IntStream.rangeClosed(1, 40).mapToObj(Customer::new).toList();

    Customers(RandomGenerator random) {
        this.random = random;
    }

    List<ProducerRecord<String, String>> all() {
        return customers.stream().map(Customer::state).toList();
    }

    Customer any() {
        return customers.get(random.nextInt(customers.size()));
    }

    Optional<ProducerRecord<String, String>> perhapsChangeOne() {
        if (random.nextDouble() > CHANGES_PER_ORDER) {
            return Optional.empty();
        }
        Customer customer = any();
        if (random.nextDouble() < LEAVERS_PER_CHANGE) {
            return Optional.of(customer.leave());
        }
        return Optional.of(customer.earn(random.nextInt(1, 100)));
    }
}
