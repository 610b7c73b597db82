/* The limit: WebSocket fan-out on one thread, epoll, and one write a message, with nothing else in it. No parsing of what clients
 * send, no limits, no history; Sec-WebSocket-Accept is not computed, as the load generator does not look at it.
 * Talks like `serve NAME`: "ready URL", then "publish CHANNELS-FILE RATE SECONDS TYPE BYTES" on standard input; the channels are
 * those that clients have asked for. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MAX_FD = 70000, MAX_CHANNELS = 70000, NAME = 64 };
struct channel { char name[NAME]; int *fds; int count, room; };
static struct channel channels[MAX_CHANNELS];
static int channel_count;
static char open_fds[MAX_FD]; /* 0 none, 1 handshake, 2 subscribed */

static int64_t now(void) { struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); return t.tv_sec * 1000000000LL + t.tv_nsec; }

static void sleep_until(int64_t at) {
    struct timespec t = { at / 1000000000, at % 1000000000 };
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, 0) == EINTR) { }
}

static double cpu(void) {
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return u.ru_utime.tv_sec + u.ru_stime.tv_sec + (u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

static void write_all(int fd, const char *bytes, int length) {
    while (length > 0) {
        ssize_t sent = send(fd, bytes, length, MSG_NOSIGNAL);
        if (sent < 0 && errno == EAGAIN) {
            struct pollfd p = { fd, POLLOUT, 0 };
            poll(&p, 1, 1000);
        } else if (sent < 0) {
            open_fds[fd] = 0;
            return;
        } else {
            bytes += sent;
            length -= sent;
        }
    }
}

/* Linear: clients of one channel mostly come one after the other, and nobody measures the joining. */
static void join(int fd, const char *name, int length) {
    struct channel *c = 0;
    if (length >= NAME) length = NAME - 1;
    for (int i = channel_count - 1; i >= 0 && !c; i--)
        if (!strncmp(channels[i].name, name, length) && !channels[i].name[length]) c = &channels[i];
    if (!c) {
        c = &channels[channel_count++];
        memcpy(c->name, name, length);
    }
    if (c->count == c->room) c->fds = realloc(c->fds, sizeof(int) * (c->room = c->room ? c->room * 2 : 1));
    c->fds[c->count++] = fd;
}

static void hear(int fd) {
    static const char head[] = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n";
    static const char subscribed[] = "\x81\x15{\"type\":\"subscribed\"}";
    char text[8192];
    ssize_t length = recv(fd, text, sizeof text - 1, 0);
    if (length <= 0) { /* a peer that goes is no part of any measurement: its place stays empty */
        if (length == 0 || errno != EAGAIN) { open_fds[fd] = 0; close(fd); }
        return;
    }
    text[length] = 0;
    char *channel = strstr(text, "channel=");
    if (open_fds[fd] != 1 || !channel) return;
    channel += 8;
    open_fds[fd] = 2;
    join(fd, channel, strcspn(channel, "& "));
    write_all(fd, head, sizeof head - 1);
    write_all(fd, subscribed, 2 + 21);
}

static int frame(char *out, const char *type, const char *channel, int bytes, int64_t version) {
    char stamp[32];
    time_t seconds = time(0);
    strftime(stamp, sizeof stamp, "%Y-%m-%dT%H:%M:%SZ", gmtime(&seconds));
    char *json = out + 10;
    int length = snprintf(json, bytes, "{\"type\":\"%s\",\"channel\":\"%s\",\"jobId\":\"%s\",\"seq\":null,\"version\":%lld,\"timestamp\":\"%s\",\"traceparent\":null,\"data\":{\"t\":%lld",
                          type, channel, channel + 4, (long long)version, stamp, (long long)now());
    if (length < bytes - 2) memset(json + length, ' ', bytes - 2 - length);
    memcpy(json + bytes - 2, "}}", 2);
    int header = bytes < 126 ? 2 : bytes < 65536 ? 4 : 10;
    char *start = json - header;
    start[0] = (char)0x81;
    if (header == 2) start[1] = (char)bytes;
    else { start[1] = header == 4 ? 126 : 127; for (int i = 0; i < header - 2; i++) start[header - 1 - i] = (char)((int64_t)bytes >> (8 * i)); }
    return header;
}

static void publish(double rate, double seconds, const char *type, int bytes) {
    static int64_t version;
    char *buffer = malloc(bytes + 64);
    double spent = cpu();
    int64_t started = now(), end = started + (int64_t)(seconds * 1e9), count = 0;
    for (int next = 0; channel_count > 0; next = (next + 1) % channel_count, count++) {
        int64_t due = rate > 0 ? started + (int64_t)(count * 1e9 / rate) : now();
        if (due >= end) break;
        if (due > now()) sleep_until(due);
        struct channel *c = &channels[next];
        int header = frame(buffer, type, c->name, bytes, ++version);
        for (int i = 0; i < c->count; i++)
            if (open_fds[c->fds[i]]) write_all(c->fds[i], buffer + 10 - header, header + bytes);
    }
    double took = (now() - started) / 1e9;
    printf("{\"published\":%lld,\"seconds\":%.3f,\"perSecond\":%.1f,\"cpuSeconds\":%.3f}\n", (long long)count, took, count / took, cpu() - spent);
    fflush(stdout);
    free(buffer);
}

int main(void) {
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    prctl(PR_SET_TIMERSLACK, 1);
    int epoll = epoll_create1(0), listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t size = sizeof address;
    if (bind(listener, (struct sockaddr *)&address, size) || listen(listener, 4096)) return 1;
    getsockname(listener, (struct sockaddr *)&address, &size);
    printf("ready http://127.0.0.1:%d\n", ntohs(address.sin_port));
    fflush(stdout);
    struct epoll_event ready[512], watch = { EPOLLIN, { .fd = listener } };
    epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &watch);
    watch.data.fd = 0;
    epoll_ctl(epoll, EPOLL_CTL_ADD, 0, &watch);
    for (;;) {
        int count = epoll_wait(epoll, ready, 512, -1);
        for (int i = 0; i < count; i++) {
            int fd = ready[i].data.fd;
            if (fd == listener) {
                int client, on = 1;
                while ((client = accept4(listener, 0, 0, SOCK_NONBLOCK)) >= 0) {
                    setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
                    watch.data.fd = client;
                    open_fds[client] = 1;
                    epoll_ctl(epoll, EPOLL_CTL_ADD, client, &watch);
                }
            } else if (fd == 0) {
                char line[4096], type[64];
                double rate, seconds;
                int bytes;
                if (!fgets(line, sizeof line, stdin)) return 0;
                if (sscanf(line, "publish %*s %lf %lf %63s %d", &rate, &seconds, type, &bytes) == 4) publish(rate, seconds, type, bytes);
            } else {
                hear(fd);
            }
        }
    }
}
