package dev.weir.api.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SyntaxTest {
    @ParameterizedTest
    @EnumSource
    void an_example_is_one(Syntax syntax) {
        assertThat(syntax.accepts(syntax.example())).isTrue();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LABEL_VALUE")
    void nothing_is_refused(Syntax syntax) {
        assertThat(syntax.accepts("")).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void a_text_is_judged_in_little_time(Syntax syntax) {
        for (String part : new String[] {"a", "0", "-", "a-", "a.", "/a", "/*", "a*", "*", "[:", "."}) {
            String text = part.repeat(syntax.lengthMax()).substring(0, syntax.lengthMax() - 1);
            assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
                syntax.accepts(text);
                syntax.accepts("/" + text.substring(1) + "?");
                syntax.accepts("http://" + text.substring(Math.min(7, text.length())) + "!");
            });
        }
    }

    @ParameterizedTest
    @CsvSource({
        "HOST_AND_PORT,localhost:1",
        "HOST_AND_PORT,kafka_1.docker:65535",
        "HOST_AND_PORT,kafka.example.com.:9092",
        "HOST_AND_PORT,[::1]:9092",
        "HOST_AND_PORT,[::ffff:10.0.0.1]:9092",
        "ORIGIN_URL,https://catalog",
        "ORIGIN_URL,http://[::1]:8080/",
        "QUANTITY,1",
        "QUANTITY,1.5Gi",
        "QUANTITY,0.25T",
        "PATH_GLOB,/",
        "PATH_GLOB,/**/*.json",
        "PATH_GLOB,/a//b",
        "HOST_GLOB,localhost",
        "HOST_GLOB,127.0.0.1",
        "METHOD,M-SEARCH",
        "LABEL_KEY,_team",
        "TOPIC_GLOB,__consumer_offsets",
        "CPU,2",
        "CPU,0.05",
        "CPU,1500m",
        "QUALIFIED_NAME,team",
        "QUALIFIED_NAME,node-role.kubernetes.io/worker",
        "LABEL_VALUE,''",
        "LABEL_VALUE,eu-west-1a",
        "JVM_OPTION,-Djava.net.preferIPv6Addresses=true",
        "IMAGE,weir",
        "IMAGE,localhost:5000/weir/dataplane",
        "IMAGE,ghcr.io/weir/dataplane@sha256:9235bb67f333582c9be12a352912bb2119859063a003d58d7dc2f69b9c0a8365",
    })
    void accepts(Syntax syntax, String text) {
        assertThat(syntax.accepts(text)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "HOST_AND_PORT,kafka:0",
        "HOST_AND_PORT,kafka:09092",
        "HOST_AND_PORT,:9092",
        "HOST_AND_PORT,-kafka:9092",
        "HOST_AND_PORT,kafka..svc:9092",
        "HOST_AND_PORT,::1:9092",
        "HOST_AND_PORT,[]:9092",
        "HOST_AND_PORT,[10.0.0.1]:9092",
        "ORIGIN_URL,HTTP//catalog",
        "ORIGIN_URL,http://",
        "ORIGIN_URL,http://catalog:99999",
        "ORIGIN_URL,http://catalog?a=b",
        "ORIGIN_URL,http://a@catalog",
        "QUANTITY,0.0Gi",
        "QUANTITY,-1Gi",
        "QUANTITY,1e3",
        "QUANTITY,100m",
        "CPU,0.0",
        "CPU,0m",
        "CPU,0.0005",
        "CPU,2Gi",
        "QUALIFIED_NAME,/team",
        "QUALIFIED_NAME,a/b/c",
        "QUALIFIED_NAME,-team",
        "LABEL_VALUE,two words",
        "LABEL_VALUE,-shop",
        "JVM_OPTION,Xmx1g",
        "JVM_OPTION,-Dname=two words",
        "IMAGE,weir:",
        "IMAGE,Weir/Dataplane",
        "IMAGE,http://weir",
        "QUANTITY,.5Gi",
        "PATH_GLOB,/***",
        "PATH_GLOB,/a/**b",
        "PATH_GLOB,/a b",
        "HOST_GLOB,*.*.example.com",
        "HOST_GLOB,*",
        "METHOD,get",
        "LABEL_KEY,1st",
        "DNS_LABEL,-a",
        "RESOURCE_NAME,1st",
    })
    void refuses(Syntax syntax, String text) {
        assertThat(syntax.accepts(text)).isFalse();
    }
}
