package io.mediascope.transport.web;

import io.mediascope.media.webrtc.DtlsFingerprint;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/** DTLS 1.2 by BouncyCastle, whose handshakes block: each holds one of a bounded number of threads until it is done. */
public final class BouncyCastleDtls implements DtlsEngine {
    private static final long IDLE_THREAD_S = 20;

    private final DtlsIdentity identity;
    private final WebSettings settings;
    private final WebCounters counters;
    private final BcTlsCrypto crypto = new BcTlsCrypto(new SecureRandom());
    private final ThreadPoolExecutor threads;

    public BouncyCastleDtls(DtlsIdentity identity, WebSettings settings, WebCounters counters) {
        this.identity = identity;
        this.settings = settings;
        this.counters = counters;
        this.threads = new ThreadPoolExecutor(
                settings.handshakeThreads(),
                settings.handshakeThreads(),
                IDLE_THREAD_S,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(settings.handshakeQueue()),
                new DefaultThreadFactory("mediascope-dtls", true));
        threads.allowCoreThreadTimeOut(true);
    }

    @Override
    public DtlsFingerprint fingerprint() {
        return identity.fingerprint();
    }

    @Override
    public Association accept(List<DtlsFingerprint> expected, Listener listener) {
        DtlsServer server = new DtlsServer(crypto, identity, expected, settings.handshakeWithin());
        return new BouncyCastleAssociation(server, listener, this::execute, settings.handshakeWithin(), counters);
    }

    /** False when too many wait already. */
    private boolean execute(Runnable task) {
        try {
            threads.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
