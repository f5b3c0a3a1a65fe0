package io.mediascope.scope.model;

/** What a join token lets its bearer do. */
public enum Grant {
    PUBLISH,
    SUBSCRIBE,
    DATA,
    ADMIN
}
