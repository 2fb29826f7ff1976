package dev.weir.dataplane;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;

/**
 * Hears the signals that ask this process to end. A shutdown hook would not do: the JVM ignores every signal after the
 * first while hooks run, and ends with the signal's exit code although the end was orderly.
 *
 * <p>The class that hears signals is not part of any specified package, so it is used by reflection, which is also how
 * compilers are kept from warning of it.
 */
final class Signals {
    private Signals() {}

    /** A signal: its name without SIG, and its number. */
    record Signal(String name, int number) {}

    /** Calls back on a thread of its own each time that one of the signals comes. */
    static void hear(Consumer<Signal> heard, String... names) {
        try {
            Class<?> signalType = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Method number = signalType.getMethod("getNumber");
            for (String name : names) {
                Object handler = Proxy.newProxyInstance(
                        Signals.class.getClassLoader(), new Class<?>[] {handlerType}, (proxy, method, arguments) -> {
                            if (!method.getName().equals("handle")) {
                                throw new UnsupportedOperationException(method.getName());
                            }
                            heard.accept(new Signal(name, (int) number.invoke(arguments[0])));
                            return null;
                        });
                Object signal = signalType.getConstructor(String.class).newInstance(name);
                signalType.getMethod("handle", signalType, handlerType).invoke(null, signal, handler);
            }
        } catch (ClassNotFoundException
                | NoSuchMethodException
                | InstantiationException
                | IllegalAccessException
                | InvocationTargetException e) {
            throw new IllegalStateException("this Java platform cannot hear signals", e);
        }
    }
}
