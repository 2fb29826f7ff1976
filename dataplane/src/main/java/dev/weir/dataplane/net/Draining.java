package dev.weir.dataplane.net;

/**
 * The user event that a connection's pipeline sees when its listener goes away: finish what is in progress, take
 * nothing new, close. A connection that is still open at the end of the grace time is closed from outside.
 */
public enum Draining {
    EVENT
}
