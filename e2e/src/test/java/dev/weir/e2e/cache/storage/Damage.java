package dev.weir.e2e.cache.storage;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** What a disk can do to the folder of a partition while nobody has it open. */
enum Damage {
    NONE {
        @Override
        void to(Path partition) {}
    },
    BYTES_FLIPPED_IN_AN_OLD_SEGMENT {
        @Override
        void to(Path partition) throws IOException {
            flipInTheMiddle(files(partition, ".log").get(1));
        }
    },
    BYTES_FLIPPED_IN_THE_LAST_SEGMENT {
        @Override
        void to(Path partition) throws IOException {
            flipInTheMiddle(files(partition, ".log").getLast());
        }
    },
    AN_OLD_SEGMENT_CUT_OFF {
        @Override
        void to(Path partition) throws IOException {
            Path segment = files(partition, ".log").get(1);
            try (var file = new RandomAccessFile(segment.toFile(), "rw")) {
                file.setLength(file.length() / 2);
            }
        }
    },
    AN_OLD_SEGMENT_GONE {
        @Override
        void to(Path partition) throws IOException {
            Files.delete(files(partition, ".log").get(1));
        }
    },
    INDEXES_GONE {
        @Override
        void to(Path partition) throws IOException {
            for (Path index : files(partition, "index")) {
                Files.delete(index);
            }
        }
    },
    INDEXES_OF_GARBAGE {
        @Override
        void to(Path partition) throws IOException {
            for (Path index : files(partition, "index")) {
                fillWithGarbage(index);
            }
        }
    },
    EPOCHS_OF_GARBAGE {
        @Override
        void to(Path partition) throws IOException {
            fillWithGarbage(partition.resolve("leader-epoch-checkpoint"));
        }
    },
    TOPIC_ID_OF_GARBAGE {
        @Override
        void to(Path partition) throws IOException {
            fillWithGarbage(partition.resolve("partition.metadata"));
        }
    };

    abstract void to(Path partition) throws IOException;

    void doTo(Path partition) {
        try {
            to(partition);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The topic that it is done to. */
    String topic() {
        return "story-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static List<Path> files(Path partition, String suffix) throws IOException {
        try (var files = Files.list(partition)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }

    private static void flipInTheMiddle(Path path) throws IOException {
        try (var file = new RandomAccessFile(path.toFile(), "rw")) {
            byte[] bytes = new byte[64];
            file.seek(file.length() / 2);
            file.readFully(bytes);
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] ^= 0x55;
            }
            file.seek(file.getFilePointer() - bytes.length);
            file.write(bytes);
        }
    }

    private static void fillWithGarbage(Path path) throws IOException {
        byte[] garbage = new byte[(int) Files.size(path)];
        new Random(7).nextBytes(garbage);
        Files.write(path, garbage);
    }
}
