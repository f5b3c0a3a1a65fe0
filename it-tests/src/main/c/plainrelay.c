/*
 * The floor to compare with: a UDP relay that does nothing but receive with recvmmsg and send each packet to every
 * receiver with sendmmsg. No encryption, no statistics, no routes.
 *
 *   plainrelay BIND_PORT RECEIVER_PORT... (all on 127.0.0.1)
 *
 * Prints "ready PORT" when it listens. For every line on standard input it prints
 * "cpu_ns packets_in packets_out sends" as totals since the start; ends at the end of standard input.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define BATCH 64
#define MAX_PACKET 1500
#define SEND_BATCH 1024

static unsigned char packets[BATCH][MAX_PACKET];

static long long cpu_ns(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000000LL
        + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1000LL;
}

static struct sockaddr_in loopback(int port) {
    struct sockaddr_in address;
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_port = htons((unsigned short) port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

/* Sends every message, in as few calls as the kernel takes; a full socket buffer loses the rest, as in any relay. */
static long long send_all(int fd, struct mmsghdr *out, int count, long long *sends) {
    int done = 0;
    while (done < count) {
        int n = sendmmsg(fd, out + done, (unsigned) (count - done), MSG_DONTWAIT);
        (*sends)++;
        if (n <= 0) {
            if (errno == EINTR) continue;
            break;
        }
        done += n;
    }
    return done;
}

int main(int argc, char **argv) {
    if (argc < 3) {
        fprintf(stderr, "usage: plainrelay BIND_PORT RECEIVER_PORT...\n");
        return 2;
    }
    int receivers = argc - 2;
    struct sockaddr_in *to = calloc((size_t) receivers, sizeof *to);
    for (int i = 0; i < receivers; i++) to[i] = loopback(atoi(argv[i + 2]));

    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    int buffer = 8 << 20;
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer);
    setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &buffer, sizeof buffer);
    struct sockaddr_in self = loopback(atoi(argv[1]));
    if (bind(fd, (struct sockaddr *) &self, sizeof self) != 0) {
        perror("bind");
        return 1;
    }
    socklen_t length = sizeof self;
    getsockname(fd, (struct sockaddr *) &self, &length);
    printf("ready %d\n", ntohs(self.sin_port));
    fflush(stdout);

    struct mmsghdr in[BATCH];
    struct iovec in_vec[BATCH];
    memset(in, 0, sizeof in);
    for (int i = 0; i < BATCH; i++) {
        in_vec[i].iov_base = packets[i];
        in_vec[i].iov_len = MAX_PACKET;
        in[i].msg_hdr.msg_iov = &in_vec[i];
        in[i].msg_hdr.msg_iovlen = 1;
    }
    struct mmsghdr *out = calloc(SEND_BATCH, sizeof *out);
    struct iovec *out_vec = calloc(SEND_BATCH, sizeof *out_vec);
    long long packets_in = 0, packets_out = 0, sends = 0;

    struct pollfd polls[2] = {{fd, POLLIN, 0}, {0, POLLIN, 0}};
    for (;;) {
        poll(polls, 2, -1);
        if (polls[1].revents) {
            char line[64];
            ssize_t n = read(0, line, sizeof line);
            if (n <= 0) return 0;
            printf("%lld %lld %lld %lld\n", cpu_ns(), packets_in, packets_out, sends);
            fflush(stdout);
        }
        if (!(polls[0].revents & POLLIN)) continue;
        int n = recvmmsg(fd, in, BATCH, MSG_DONTWAIT, NULL);
        if (n <= 0) continue;
        packets_in += n;
        int pending = 0;
        for (int p = 0; p < n; p++) {
            for (int r = 0; r < receivers; r++) {
                out_vec[pending].iov_base = packets[p];
                out_vec[pending].iov_len = in[p].msg_len;
                memset(&out[pending], 0, sizeof out[pending]);
                out[pending].msg_hdr.msg_name = &to[r];
                out[pending].msg_hdr.msg_namelen = sizeof to[r];
                out[pending].msg_hdr.msg_iov = &out_vec[pending];
                out[pending].msg_hdr.msg_iovlen = 1;
                if (++pending == SEND_BATCH) {
                    packets_out += send_all(fd, out, pending, &sends);
                    pending = 0;
                }
            }
        }
        if (pending > 0) packets_out += send_all(fd, out, pending, &sends);
    }
}
