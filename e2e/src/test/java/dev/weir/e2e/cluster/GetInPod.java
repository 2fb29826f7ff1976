package dev.weir.e2e.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/**
 * A program for a pod: {@code GetInPod URL} prints what is answered, and fails unless it is answered with 200. It is
 * one class file, which is all that is brought into the pod.
 */
final class GetInPod {
    private GetInPod() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    client.send(HttpRequest.newBuilder(URI.create(arguments[0])).build(), BodyHandlers.ofString());
            System.out.print(answer.body());
            if (answer.statusCode() != 200) {
                throw new IOException("status " + answer.statusCode());
            }
        }
    }
}
