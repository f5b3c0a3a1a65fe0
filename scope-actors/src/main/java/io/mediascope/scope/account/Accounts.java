package io.mediascope.scope.account;

/** The way to the accounts of applications. Safe from any thread. */
@FunctionalInterface
public interface Accounts {
    void tell(String applicationId, AccountCommand command);
}
