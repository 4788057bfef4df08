/*
 * Stands between a process and its disk (LD_PRELOAD) and writes down, in the order in which they happen, all changes of
 * files below one folder. Everything else passes untouched.
 *
 *   CAIRN_DISK_ROOT    the folder, without links in its path
 *   CAIRN_DISK_TRACE   the file to append to; without it nothing is written down
 *   CAIRN_DISK_HANG    while this file exists, syncs hang; NAME.hangs is created once one does
 *
 * An entry of the trace, in the byte order of the machine:
 *
 *   kind    1 byte    c created, w written, t truncated or extended, s synced, r renamed, l linked, u unlinked
 *   inode   8 bytes   0 for r and u
 *   offset  8 bytes   w: where; t: the new size; r, l: the length of the first path
 *   length  8 bytes   of what follows
 *   bytes             w: what was written; c, u: the path; r, l: both paths
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define REAL(result, name, ...) \
  static result (*real)(__VA_ARGS__); \
  if (!real) real = (result (*)(__VA_ARGS__)) dlsym(RTLD_NEXT, #name)

static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;
static const char *root, *hang;
static int trace = -1;

__attribute__((constructor)) static void prepare(void) {
  root = getenv("CAIRN_DISK_ROOT");
  hang = getenv("CAIRN_DISK_HANG");
  const char *file = getenv("CAIRN_DISK_TRACE");
  if (root && file) trace = open(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
}

static void put(const void *bytes, size_t length) {
  REAL(ssize_t, write, int, const void *, size_t);
  for (const char *at = bytes; length > 0;) {
    ssize_t written = real(trace, at, length);
    if (written <= 0) abort();
    at += written;
    length -= written;
  }
}

static void entry(char kind, uint64_t inode, uint64_t offset, uint64_t length) {
  uint64_t numbers[3] = { inode, offset, length };
  put(&kind, 1);
  put(numbers, sizeof numbers);
}

static int below(const char *path) {
  size_t length = root ? strlen(root) : 0;
  return length && !strncmp(path, root, length) && path[length] == '/';
}

/* Whether a file is watched, and which one it is. */
static int watched(int fd, uint64_t *inode, char *path) {
  char link[64];
  struct stat found;
  if (!root) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, PATH_MAX - 1);
  if (length <= 0) return 0;
  path[length] = 0;
  if (!below(path) || fstat(fd, &found) || !S_ISREG(found.st_mode)) return 0;
  *inode = found.st_ino;
  return 1;
}

static int absolute(int dir, const char *path, char *whole) {
  char folder[PATH_MAX], link[64];
  if (path[0] == '/') {
    snprintf(whole, PATH_MAX, "%s", path);
  } else {
    if (dir == AT_FDCWD) snprintf(link, sizeof link, "/proc/self/cwd");
    else snprintf(link, sizeof link, "/proc/self/fd/%d", dir);
    ssize_t length = readlink(link, folder, PATH_MAX - 1);
    if (length <= 0) return 0;
    folder[length] = 0;
    if (snprintf(whole, PATH_MAX, "%s/%s", folder, path) >= PATH_MAX) return 0;
  }
  return below(whole);
}

#define LOCKED(statement) do { \
    int kept; \
    pthread_mutex_lock(&one_at_a_time); \
    statement; \
    kept = errno; \
    pthread_mutex_unlock(&one_at_a_time); \
    errno = kept; \
  } while (0)

static void opened(int fd, int flags, int existed) {
  char path[PATH_MAX];
  uint64_t inode;
  int kept = errno;
  if (fd >= 0 && trace >= 0 && watched(fd, &inode, path)) {
    if (!existed) {
      entry('c', inode, 0, strlen(path));
      put(path, strlen(path));
    } else if (flags & O_TRUNC) {
      entry('t', inode, 0, 0);
    }
  }
  errno = kept;
}

static int open_at(int dir, const char *path, int flags, mode_t mode) {
  REAL(int, openat, int, const char *, int, ...);
  if (trace < 0 || !(flags & (O_CREAT | O_TRUNC))) return real(dir, path, flags, mode);
  int fd;
  LOCKED({
    int existed = !faccessat(dir, path, F_OK, 0);
    fd = real(dir, path, flags, mode);
    opened(fd, flags, existed);
  });
  return fd;
}

#define MODE mode_t mode = 0; \
  if (flags & O_CREAT) { va_list more; va_start(more, flags); mode = va_arg(more, mode_t); va_end(more); }

int open(const char *path, int flags, ...) { MODE return open_at(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE return open_at(AT_FDCWD, path, flags, mode); }
int openat(int dir, const char *path, int flags, ...) { MODE return open_at(dir, path, flags, mode); }
int openat64(int dir, const char *path, int flags, ...) { MODE return open_at(dir, path, flags, mode); }
int creat(const char *path, mode_t mode) { return open_at(AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC, mode); }

/* Notes what was just written; a file that is opened to be synced with each write is synced by it. */
static void wrote(int fd, const struct iovec *parts, int count, ssize_t written, off_t offset) {
  char path[PATH_MAX];
  uint64_t inode;
  if (written <= 0 || !watched(fd, &inode, path)) return;
  entry('w', inode, offset < 0 ? lseek(fd, 0, SEEK_CUR) - written : offset, written);
  for (int at = 0; at < count && written > 0; at++) {
    size_t part = parts[at].iov_len < (size_t) written ? parts[at].iov_len : (size_t) written;
    put(parts[at].iov_base, part);
    written -= part;
  }
  if (fcntl(fd, F_GETFL) & O_DSYNC) entry('s', inode, 0, 0);
}

#define WRITE(call, parts, count, offset) \
  if (trace < 0 || fd == trace) return call; \
  ssize_t written; \
  LOCKED(written = call; int failed = errno; wrote(fd, parts, count, written, offset); errno = failed); \
  return written

ssize_t write(int fd, const void *bytes, size_t length) {
  REAL(ssize_t, write, int, const void *, size_t);
  struct iovec part = { (void *) bytes, length };
  WRITE(real(fd, bytes, length), &part, 1, -1);
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
  REAL(ssize_t, writev, int, const struct iovec *, int);
  WRITE(real(fd, parts, count), parts, count, -1);
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) {
  REAL(ssize_t, pwrite64, int, const void *, size_t, off64_t);
  struct iovec part = { (void *) bytes, length };
  WRITE(real(fd, bytes, length, offset), &part, 1, offset);
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) { return pwrite64(fd, bytes, length, offset); }

ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t offset) {
  REAL(ssize_t, pwritev64, int, const struct iovec *, int, off64_t);
  WRITE(real(fd, parts, count, offset), parts, count, offset);
}

ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t offset) {
  return pwritev64(fd, parts, count, offset);
}

static int resized(int fd, int result) {
  char path[PATH_MAX];
  uint64_t inode;
  struct stat now;
  if (!result && trace >= 0 && watched(fd, &inode, path) && !fstat(fd, &now)) entry('t', inode, now.st_size, 0);
  return result;
}

#define RESIZE(call) \
  int result; \
  LOCKED(result = resized(fd, call)); \
  return result

int ftruncate64(int fd, off64_t size) { REAL(int, ftruncate64, int, off64_t); RESIZE(real(fd, size)); }
int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

int fallocate64(int fd, int mode, off64_t offset, off64_t length) {
  REAL(int, fallocate64, int, int, off64_t, off64_t);
  RESIZE(real(fd, mode, offset, length));
}
int fallocate(int fd, int mode, off_t offset, off_t length) { return fallocate64(fd, mode, offset, length); }

int posix_fallocate64(int fd, off64_t offset, off64_t length) {
  REAL(int, posix_fallocate64, int, off64_t, off64_t);
  RESIZE(real(fd, offset, length));
}
int posix_fallocate(int fd, off_t offset, off_t length) { return posix_fallocate64(fd, offset, length); }

static void wait_while_it_hangs(int fd) {
  char path[PATH_MAX];
  uint64_t inode;
  if (!hang || access(hang, F_OK) || !watched(fd, &inode, path)) return;
  snprintf(path, sizeof path, "%s.hangs", hang);
  close(creat(path, 0644));
  while (!access(hang, F_OK)) usleep(2000);
}

static int synced(int fd, int result) {
  char path[PATH_MAX];
  uint64_t inode;
  if (!result && trace >= 0 && watched(fd, &inode, path)) entry('s', inode, 0, 0);
  return result;
}

#define SYNC(call) \
  int result; \
  wait_while_it_hangs(fd); \
  LOCKED(result = synced(fd, call)); \
  return result

int fsync(int fd) { REAL(int, fsync, int); SYNC(real(fd)); }
int fdatasync(int fd) { REAL(int, fdatasync, int); SYNC(real(fd)); }

static void paths(char kind, const char *from, const char *to) {
  struct stat found;
  uint64_t inode = kind == 'l' && !stat(to, &found) ? found.st_ino : 0;
  entry(kind, inode, strlen(from), strlen(from) + strlen(to));
  put(from, strlen(from));
  put(to, strlen(to));
}

#define TWO_PATHS(kind, call) \
  char a[PATH_MAX], b[PATH_MAX]; \
  int result; \
  LOCKED({ \
    result = call; \
    if (!result && trace >= 0 && absolute(from_dir, from, a) && absolute(to_dir, to, b)) paths(kind, a, b); \
  }); \
  return result

int renameat(int from_dir, const char *from, int to_dir, const char *to) {
  REAL(int, renameat, int, const char *, int, const char *);
  TWO_PATHS('r', real(from_dir, from, to_dir, to));
}
int renameat2(int from_dir, const char *from, int to_dir, const char *to, unsigned int flags) {
  REAL(int, renameat2, int, const char *, int, const char *, unsigned int);
  TWO_PATHS('r', real(from_dir, from, to_dir, to, flags));
}
int rename(const char *from, const char *to) { return renameat(AT_FDCWD, from, AT_FDCWD, to); }

int linkat(int from_dir, const char *from, int to_dir, const char *to, int flags) {
  REAL(int, linkat, int, const char *, int, const char *, int);
  TWO_PATHS('l', real(from_dir, from, to_dir, to, flags));
}
int link(const char *from, const char *to) { return linkat(AT_FDCWD, from, AT_FDCWD, to, 0); }

int unlinkat(int dir, const char *path, int flags) {
  REAL(int, unlinkat, int, const char *, int);
  char whole[PATH_MAX];
  int result;
  LOCKED({
    result = real(dir, path, flags);
    if (!result && trace >= 0 && absolute(dir, path, whole)) {
      entry('u', 0, 0, strlen(whole));
      put(whole, strlen(whole));
    }
  });
  return result;
}
int unlink(const char *path) { return unlinkat(AT_FDCWD, path, 0); }
int remove(const char *path) {
  struct stat found;
  int folder = !lstat(path, &found) && S_ISDIR(found.st_mode);
  return folder ? rmdir(path) : unlink(path);
}
