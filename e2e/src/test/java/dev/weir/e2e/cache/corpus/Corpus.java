package dev.weir.e2e.cache.corpus;

import dev.weir.e2e.cache.client.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;

/** The topics to compare. All of their names match {@link #TOPICS}. */
public final class Corpus {
    public static final String TOPICS = "corpus-*";

    private static final List<Scene> SCENES = scenes();

    private Corpus() {}

    /** For this the broker's cleaner has to look around often: {@code log.cleaner.backoff.ms}. */
    public static void write(String bootstrap) {
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrap))) {
            Outcome.of(admin.createTopics(SCENES.stream().map(Scene::definition).toList())
                    .all());
            var stage = new Stage(bootstrap, admin);
            SCENES.stream()
                    .map(scene -> CompletableFuture.runAsync(() -> scene.write(stage)))
                    .toList()
                    .forEach(CompletableFuture::join);
        }
    }

    public static Set<String> topics() {
        var names = new TreeSet<String>();
        SCENES.forEach(scene -> names.add(scene.topic()));
        return names;
    }

    /** A cache may have cleaned these more thoroughly than the broker, or not yet as thoroughly. */
    public static boolean isCompacted(String topic) {
        return SCENES.stream().anyMatch(scene -> scene.topic().equals(topic) && scene instanceof CompactedScene);
    }

    /** What clients from before zstd cannot read. */
    public static boolean hasZstd(String topic) {
        return SCENES.stream()
                        .anyMatch(scene -> scene.topic().equals(topic)
                                && scene instanceof CodecScene codec
                                && codec.codecs().contains("zstd"))
                || topic.equals(new TransactionScene().topic());
    }

    private static List<Scene> scenes() {
        Map<String, Object> unsafe = Map.of("acks", "1", "enable.idempotence", false);
        var scenes = new ArrayList<Scene>();
        for (String codec : CodecScene.ALL) {
            scenes.add(new CodecScene(codec, List.of(codec), unsafe));
        }
        scenes.add(new CodecScene("every", CodecScene.ALL, Map.of()));
        scenes.add(new BigRecordScene());
        scenes.add(new TimestampScene("created", "CreateTime"));
        scenes.add(new TimestampScene("appended", "LogAppendTime"));
        scenes.add(new TransactionScene());
        scenes.add(new CompactedScene("tombstones", "compact", Duration.ofHours(1)));
        scenes.add(new CompactedScene("cleaned", "compact,delete", Duration.ZERO));
        scenes.add(new DeletedScene());
        scenes.add(new WideScene());
        return List.copyOf(scenes);
    }
}
