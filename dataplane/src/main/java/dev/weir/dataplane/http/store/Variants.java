package dev.weir.dataplane.http.store;

import dev.weir.dataplane.http.policy.key.VaryKey;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The responses stored under one key, the latest last.
 *
 * @param items with what each weighs
 * @param entries the same, as they are handed out
 * @param keyBytes what the key weighs
 * @param bytes all of them and the key
 */
record Variants(List<Item> items, List<Entry> entries, long keyBytes, long bytes) {
    /** @param bytes its head, its content and whatever else there is of it */
    record Item(Entry entry, long bytes) {}

    static Variants none(long keyBytes) {
        return new Variants(List.of(), List.of(), keyBytes, keyBytes);
    }

    int size() {
        return items.size();
    }

    boolean isEmpty() {
        return items.isEmpty();
    }

    /** With one more, in the place of the one that it is a later state of; the oldest go when there are too many. */
    Variants plus(Item item, long itemsMax, long bytesMax) {
        VaryKey vary = item.entry.metadata().vary();
        Variants more = without(other -> other.metadata().vary().equals(vary));
        var next = new ArrayList<>(more.items);
        next.add(item);
        long sum = more.bytes + item.bytes;
        while (next.size() > 1 && (next.size() > itemsMax || sum > bytesMax)) {
            sum -= next.removeFirst().bytes;
        }
        return with(next);
    }

    Variants without(Predicate<Entry> gone) {
        return with(items.stream().filter(item -> !gone.test(item.entry)).toList());
    }

    Variants with(UnaryOperator<Item> change) {
        return with(items.stream().map(change).toList());
    }

    private Variants with(List<Item> next) {
        long sum = keyBytes;
        for (Item item : next) {
            sum += item.bytes;
        }
        return new Variants(List.copyOf(next), next.stream().map(Item::entry).toList(), keyBytes, sum);
    }
}
