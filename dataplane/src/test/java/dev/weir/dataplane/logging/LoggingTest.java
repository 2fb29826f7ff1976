package dev.weir.dataplane.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.OutputStreamAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class LoggingTest {

    @Test
    void aPlainLineIsTimeLevelMessageAndKeyValues() {
        assertThat(linesOf(LogFormat.PLAIN, "info").getFirst())
                .matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} INFO  A topic is followed "
                        + "document=\"orders\" port=\"7\"");
    }

    @Test
    void aPlainMessageOfSeveralLinesIsOneLine() {
        assertThat(linesOf(LogFormat.PLAIN, "info").get(1)).endsWith(" WARN  first second");
    }

    @Test
    void aJsonLineHasEachKeyValueAsAField() throws IOException {
        JsonNode line =
                new ObjectMapper().readTree(linesOf(LogFormat.JSON, "info").getFirst());

        assertThat(line.get("time").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
        assertThat(line.get("level").asText()).isEqualTo("INFO");
        assertThat(line.get("message").asText()).isEqualTo("A topic is followed");
        assertThat(line.get("logger").asText()).isEqualTo("dev.weir.Test");
        assertThat(line.get("thread").asText()).isEqualTo(Thread.currentThread().getName());
        assertThat(line.get("document").asText()).isEqualTo("orders");
        assertThat(line.get("port").isNumber()).isTrue();
        assertThat(line.has("error")).isFalse();
    }

    @Test
    void aJsonLineHoldsTheWholeStackTrace() throws IOException {
        List<String> lines = linesOf(LogFormat.JSON, "info");
        assertThat(lines).hasSize(3);
        JsonNode line = new ObjectMapper().readTree(lines.get(2));

        assertThat(line.get("error").asText())
                .contains("java.lang.IllegalStateException: outer")
                .contains("Caused by: java.io.IOException: inner")
                .contains("\tat ");
    }

    @Test
    void levelsBelowTheLowestAreNotWritten() {
        assertThat(linesOf(LogFormat.JSON, "error")).hasSize(1);
        assertThat(linesOf(LogFormat.JSON, "debug")).hasSize(5);
    }

    private static List<String> linesOf(LogFormat format, String level) {
        var context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        var written = new ByteArrayOutputStream();
        var appender = new OutputStreamAppender<ILoggingEvent>();
        appender.setOutputStream(written);
        Logging.configure(context, format, level, appender);
        Logger log = context.getLogger("dev.weir.Test");
        log.atInfo()
                .addKeyValue(LogKey.DOCUMENT, "orders")
                .addKeyValue(LogKey.PORT, 7)
                .log("A topic is followed");
        log.atWarn().log("first\n  second");
        log.atError()
                .setCause(new IllegalStateException("outer", new IOException("inner")))
                .log("Something failed");
        log.atDebug().log("Only of interest to few");
        context.getLogger("io.netty.util").info("Only of interest to those who develop Netty");
        context.stop();
        return written.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
