/*
 * The floor to compare with: a UDP relay that does nothing but receive with recvmmsg and send each packet to every
 * receiver with sendmmsg. No encryption, no statistics, no routes.
 *
 *   plainrelay plain|gso|seal|seal_gso BIND_PORT RECEIVER_PORT... (all on 127.0.0.1)
 *
 * gso: packets of equal length that were received together leave as one segmented send per receiver (UDP_SEGMENT).
 * seal: each packet is sealed for each receiver under a key of its own, AES-128-GCM behind the 12 bytes of RTP header, as a
 * relay for browsers must. Needs OpenSSL: compile with -DWITH_OPENSSL and -lcrypto.
 *
 * Prints "ready PORT" when it listens. For every line on standard input it prints
 * "cpu_ns packets_in packets_out sends" as totals since the start; ends at the end of standard input. A send is what one
 * receiver is handed at a time: a packet, or a segmented send.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/udp.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>
#ifdef WITH_OPENSSL
#include <openssl/evp.h>
#endif

#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103
#endif

#define BATCH 64
#define MAX_PACKET 1500
#define MAX_SEGMENTS 16
#define SEND_BATCH 512

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

#define TAG 16
#define RTP_HEADER 12

/* Where the sealed copies of what is pending lie: one for each message that can wait. */
static unsigned char *sealed = NULL;

#ifdef WITH_OPENSSL
static EVP_CIPHER_CTX **seals = NULL;
static unsigned long long sealed_packets = 0;

static void seal_init(int receivers) {
    sealed = malloc((size_t) SEND_BATCH * MAX_SEGMENTS * (MAX_PACKET + TAG));
    seals = calloc((size_t) receivers, sizeof *seals);
    for (int r = 0; r < receivers; r++) {
        unsigned char key[16] = {(unsigned char) r, (unsigned char) (r >> 8)};
        seals[r] = EVP_CIPHER_CTX_new();
        EVP_EncryptInit_ex(seals[r], EVP_aes_128_gcm(), NULL, key, NULL);
    }
}

/* Seals one packet for one receiver; returns its length. */
static int seal(int receiver, const unsigned char *packet, int length, unsigned char *out) {
    unsigned char iv[12] = {0};
    int n = 0, header = length < RTP_HEADER ? length : RTP_HEADER;
    memcpy(iv, &sealed_packets, sizeof sealed_packets);
    sealed_packets++;
    memcpy(out, packet, (size_t) header);
    EVP_EncryptInit_ex(seals[receiver], NULL, NULL, NULL, iv);
    EVP_EncryptUpdate(seals[receiver], NULL, &n, packet, header);
    EVP_EncryptUpdate(seals[receiver], out + header, &n, packet + header, length - header);
    EVP_EncryptFinal_ex(seals[receiver], out + length, &n);
    EVP_CIPHER_CTX_ctrl(seals[receiver], EVP_CTRL_GCM_GET_TAG, TAG, out + length);
    return length + TAG;
}
#else
static void seal_init(int receivers) {
    (void) receivers;
    fprintf(stderr, "plainrelay: built WITHOUT OpenSSL, cannot seal (needs libssl-dev, -DWITH_OPENSSL, -lcrypto)\n");
    exit(3);
}

static int seal(int receiver, const unsigned char *packet, int length, unsigned char *out) {
    (void) receiver, (void) packet, (void) out;
    return length;
}
#endif

static long long packets_out = 0, sends = 0;

/* Sends every message, in as few calls as the kernel takes; a full socket buffer loses the rest, as in any relay. */
static void send_all(int fd, struct mmsghdr *out, int count, int segments) {
    int done = 0;
    while (done < count) {
        int n = sendmmsg(fd, out + done, (unsigned) (count - done), MSG_DONTWAIT);
        if (n <= 0) {
            if (errno == EINTR) continue;
            break;
        }
        done += n;
    }
    packets_out += (long long) done * segments;
    sends += done;
}

/* How many packets from the first on have the same length, at most MAX_SEGMENTS. */
static int equal_packets(const struct mmsghdr *in, int count) {
    int n = 1;
    while (n < count && n < MAX_SEGMENTS && in[n].msg_len == in[0].msg_len) n++;
    return n;
}

int main(int argc, char **argv) {
    if (argc < 4) {
        fprintf(stderr, "usage: plainrelay plain|gso|seal|seal_gso BIND_PORT RECEIVER_PORT...\n");
        return 2;
    }
    int gso = strcmp(argv[1], "gso") == 0 || strcmp(argv[1], "seal_gso") == 0;
    int receivers = argc - 3;
    if (strncmp(argv[1], "seal", 4) == 0) seal_init(receivers);
    struct sockaddr_in *to = calloc((size_t) receivers, sizeof *to);
    for (int i = 0; i < receivers; i++) to[i] = loopback(atoi(argv[i + 3]));

    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    int buffer = 8 << 20;
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer);
    setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &buffer, sizeof buffer);
    struct sockaddr_in self = loopback(atoi(argv[2]));
    if (bind(fd, (struct sockaddr *) &self, sizeof self) != 0) {
        perror("bind");
        return 1;
    }
    socklen_t length = sizeof self;
    getsockname(fd, (struct sockaddr *) &self, &length);
    printf("ready %d\n", ntohs(self.sin_port));
    fflush(stdout);

    struct mmsghdr in[BATCH];
    struct iovec in_vec[BATCH], out_vec[BATCH];
    memset(in, 0, sizeof in);
    for (int i = 0; i < BATCH; i++) {
        in_vec[i].iov_base = packets[i];
        in_vec[i].iov_len = MAX_PACKET;
        in[i].msg_hdr.msg_iov = &in_vec[i];
        in[i].msg_hdr.msg_iovlen = 1;
        out_vec[i].iov_base = packets[i];
    }
    struct mmsghdr *out = calloc(SEND_BATCH, sizeof *out);
    struct iovec *sealed_vec = calloc(SEND_BATCH, sizeof *sealed_vec);
    union {
        char bytes[CMSG_SPACE(sizeof(uint16_t))];
        struct cmsghdr align;
    } control;
    memset(&control, 0, sizeof control);
    control.align.cmsg_level = IPPROTO_UDP;
    control.align.cmsg_type = UDP_SEGMENT;
    control.align.cmsg_len = CMSG_LEN(sizeof(uint16_t));
    long long packets_in = 0;

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
        for (int i = 0; i < n; i++) out_vec[i].iov_len = in[i].msg_len;
        int pending = 0, segments = 1;
        for (int p = 0; p < n; p += segments) {
            segments = gso ? equal_packets(in + p, n - p) : 1;
            uint16_t segment_length = (uint16_t) (in[p].msg_len + (sealed ? TAG : 0));
            memcpy(CMSG_DATA(&control.align), &segment_length, sizeof segment_length);
            for (int r = 0; r < receivers; r++) {
                struct msghdr *message = &out[pending].msg_hdr;
                memset(message, 0, sizeof *message);
                message->msg_name = &to[r];
                message->msg_namelen = sizeof to[r];
                message->msg_iov = &out_vec[p];
                message->msg_iovlen = (size_t) segments;
                if (sealed) {
                    unsigned char *to_send = sealed + (size_t) pending * MAX_SEGMENTS * (MAX_PACKET + TAG);
                    int bytes = 0;
                    for (int i = p; i < p + segments; i++) bytes += seal(r, packets[i], (int) in[i].msg_len, to_send + bytes);
                    sealed_vec[pending].iov_base = to_send;
                    sealed_vec[pending].iov_len = (size_t) bytes;
                    message->msg_iov = &sealed_vec[pending];
                    message->msg_iovlen = 1;
                }
                if (segments > 1) {
                    message->msg_control = control.bytes;
                    message->msg_controllen = sizeof control.bytes;
                }
                if (++pending == SEND_BATCH) {
                    send_all(fd, out, pending, segments);
                    pending = 0;
                }
            }
            /* The control message and the count of segments are this group's: without them, batches run on. */
            if (gso && pending > 0) {
                send_all(fd, out, pending, segments);
                pending = 0;
            }
        }
        if (pending > 0) send_all(fd, out, pending, segments);
    }
}
