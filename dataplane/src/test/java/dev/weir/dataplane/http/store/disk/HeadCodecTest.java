package dev.weir.dataplane.http.store.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.dataplane.http.policy.Coding;
import dev.weir.dataplane.http.policy.Extent;
import dev.weir.dataplane.http.policy.Lifetime;
import dev.weir.dataplane.http.policy.Metadata;
import dev.weir.dataplane.http.policy.ReuseRules;
import dev.weir.dataplane.http.policy.Validators;
import dev.weir.dataplane.http.policy.field.EntityTag;
import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.http.policy.key.CacheKey;
import dev.weir.dataplane.http.policy.key.VaryKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;

class HeadCodecTest {
    @ParameterizedTest
    @NullSource
    @EnumSource
    void what_was_coded_as_what_is_known_again_with_the_tag_of_the_origin(@Nullable Coding coding) throws IOException {
        Described response = response(coding);

        assertThat(HeadCodec.decode(HeadCodec.encode(response))).isEqualTo(response);
    }

    @Test
    void a_coding_that_nobody_knows_is_damage() throws IOException {
        String text = new String(HeadCodec.encode(response(Coding.ZSTD)), StandardCharsets.ISO_8859_1);
        byte[] damaged = text.replace("ZSTD", "ZSTE").getBytes(StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> HeadCodec.decode(damaged))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ZSTE");
    }

    private static Described response(@Nullable Coding coding) {
        var metadata = new Metadata(
                200,
                new Lifetime(1, 2, 3),
                new Validators(new EntityTag("\"a\""), null, 4, 5),
                Extent.whole(6),
                new VaryKey(List.of(new VaryKey.Nominated("accept-encoding", "zstd", "zstd"))),
                new ReuseRules(false, true, false, true, 7, 8),
                coding);
        return new Described(
                new CacheKey("http://a.test/a", "extras"),
                metadata,
                FieldList.of("ETag", "W/\"a\"", "Vary", "Accept-Encoding"),
                List.of("tag"));
    }
}
