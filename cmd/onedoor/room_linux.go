package main

import "syscall"

// room gives how many million bytes the file system of a folder has left for this program.
func room(dir string) (mb int64, ok bool) {
	var s syscall.Statfs_t
	if syscall.Statfs(dir, &s) != nil {
		return 0, false
	}
	return int64(s.Bavail) * s.Bsize / 1e6, true
}
