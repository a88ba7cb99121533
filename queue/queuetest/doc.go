// Package queuetest helps to test what stands on queue: a store in memory that
// can be told to fail, a small centre's rules, and a running queue.
package queuetest
