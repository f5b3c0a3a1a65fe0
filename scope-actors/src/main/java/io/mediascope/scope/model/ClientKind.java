package io.mediascope.scope.model;

/** The client family: peers of one family can speak directly. */
public enum ClientKind {
    NATIVE,
    BROWSER
}
