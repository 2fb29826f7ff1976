package dev.weir.e2e.demo.origin;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** What the shop sells, as JSON. */
final class Catalogue {
    private static final List<String> ITEMS = List.of("teapot", "kettle", "cup", "saucer", "strainer", "tray");
    private static final String PRODUCTS = "/products";

    Optional<String> find(String path) {
        if (path.equals(PRODUCTS)) {
            var all = IntStream.rangeClosed(1, ITEMS.size())
                    .mapToObj(Catalogue::product)
                    .toList();
            return Optional.of("{\"products\":[" + String.join(",", all) + "]}\n");
        }
        return IntStream.rangeClosed(1, ITEMS.size())
                .filter(number -> path.equals(PRODUCTS + "/" + number))
                .mapToObj(number -> product(number) + "\n")
                .findFirst();
    }

    private static String product(int number) {
        return String.format(
                Locale.ROOT,
                "{\"number\":%d,\"name\":\"%s\",\"cents\":%d}",
                number,
                ITEMS.get(number - 1),
                number * 350);
    }
}
