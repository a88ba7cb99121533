// Package docket reads the day's list of sessions, as a court or a mediation office keeps it
// in a spreadsheet, saved as CSV.
//
// One line is one party of a session; the lines of a session have the same key. The first
// line names the columns, in any order, in English or Chinese:
//
//	key      编号  the list's own key of the session: up to 32 letters, digits, - and _
//	date     日期  2026-11-23, 2026/11/23 or 2026年11月23日; empty: today
//	time     时间  9:30
//	service  事项  its id or its name
//	room     地点  the window's id or its name; empty where the service has one room only
//	party    身份  which party, by its id or its name: applicant, 申请人
//	heads    人数  how many are expected; may be empty
//	remote   远程  yes or 是 when the party takes part from elsewhere; may be empty
//	name     姓名  of the party; for staff, kept as a personal row; may be empty
//	case     案号  the outside number; for staff, kept as a personal row; may be empty
//
// heads, remote, name, case, date and room may be left out altogether. What is the same for
// all parties of a session (date, time, service, room, case) may stand in its first line
// only. The file is UTF-8, with a mark at its beginning or without one, or GB18030, which
// spreadsheets in China write; cells are separated by commas, semicolons or tabs.
//
// A list with a mistake gives all of its mistakes, and no session. Rejected: taking the lines
// that are right. Whoever repairs the rest would have to know which are in already.
//
// The key is not the case number: it stands in the books' events, which have no personal
// data, and the same key in the next version of the list is the same session.
package docket
