//go:build cgo

package journal

// SQLite syncs with fsync unless it is built with HAVE_FDATASYNC, as its own
// configure does and the Go driver doesn't. For a log that is written over in
// place the difference is large: fsync also commits the file's time of change,
// through the file system's journal, and with it, on ext4, whatever the keeper is
// writing to the database at that moment. fdatasync waits for the bytes alone,
// and for the file's length when that has changed.
//
// The linker sends SQLite's calls of fsync here. Go's own os.File.Sync is a
// system call of its own and stays what it is. Directories are synced in full.

/*
#cgo LDFLAGS: -Wl,--wrap=fsync
#include <sys/stat.h>
#include <unistd.h>

int __real_fsync(int fd);

int __wrap_fsync(int fd) {
	struct stat s;
	if (fstat(fd, &s) == 0 && S_ISREG(s.st_mode)) {
		return fdatasync(fd);
	}
	return __real_fsync(fd);
}
*/
import "C"
