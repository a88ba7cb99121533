//go:build unix

package edition

import (
	"io/fs"
	"syscall"
)

// groupOf is the group that a file belongs to, -1 when it isn't known.
func groupOf(info fs.FileInfo) int {
	if st, ok := info.Sys().(*syscall.Stat_t); ok {
		return int(st.Gid)
	}
	return -1
}
