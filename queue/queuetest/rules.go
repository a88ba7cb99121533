package queuetest

import "onedoor/queue"

// Rules is a small centre, with a category fees and the tags east and acme for matters: services legal and labour (prefix A), mediation (A),
// court (H, floor 3, carries over); windows w1 and w2 (legal, labour), w3
// (mediation), court; staff anna (w1, w2), xiao (w3, court), boss (supervisor);
// kiosk main with printer p1 and its fallback p2, and kiosk bare without paper; screen hall.
func Rules() *queue.Rules {
	zh := func(zh, en string) queue.Text { return queue.Text{"zh": zh, "en": en} }
	return &queue.Rules{
		Centre: queue.Centre{
			Name: zh("试验中心", "Test Centre"), Locale: "zh", TimeZone: "Asia/Shanghai", Phone: queue.PhoneWifi, Wifi: "Hall",
			Floors: []queue.Floor{
				{ID: "f1", Name: zh("一楼", "Floor 1"), Wait: zh("一楼大厅", "the hall on floor 1")},
				{ID: "f3", Name: zh("三楼", "Floor 3"), Wait: zh("三楼等候区", "the waiting area on floor 3"), Way: zh("请乘电梯上三楼", "Take the lift to floor 3")},
			},
		},
		Departments: []queue.Department{{ID: "law", Name: zh("公共法律服务", "Public legal services")}, {ID: "court", Name: zh("法院", "Court")}},
		Services: []queue.Service{
			{ID: "legal", Prefix: "A", Name: zh("法律援助", "Legal aid"), Department: "law", Floor: "f1"},
			{ID: "labour", Prefix: "A", Name: zh("劳动权益", "Labour rights"), Department: "law", Floor: "f1"},
			{ID: "mediation", Prefix: "A", Name: zh("人民调解", "Mediation"), Department: "law", Floor: "f1"},
			{ID: "court", Prefix: "H", Name: zh("共享法庭", "Shared court"), Department: "court", Floor: "f3", CarryOver: true},
		},
		Windows: []queue.WindowRule{
			{ID: "w1", Label: zh("1 号窗口", "Window 1"), Floor: "f1", Services: []queue.ServiceID{"legal", "labour"}},
			{ID: "w2", Label: zh("2 号窗口", "Window 2"), Floor: "f1", Services: []queue.ServiceID{"legal", "labour"}},
			{ID: "w3", Label: zh("调解室", "Mediation room"), Floor: "f1", Services: []queue.ServiceID{"mediation"}},
			{ID: "court", Label: zh("共享法庭", "Shared court"), Floor: "f3", Services: []queue.ServiceID{"court"}},
		},
		Staff: []queue.Staff{
			{ID: "anna", Roles: []queue.Role{queue.RoleClerk}, Windows: []queue.WindowID{"w1", "w2"}},
			{ID: "xiao", Roles: []queue.Role{queue.RoleClerk, queue.RoleDesk}, Windows: []queue.WindowID{"w3", "court"}},
			{ID: "boss", Roles: []queue.Role{queue.RoleSupervisor}},
		},
		Kiosks:   []queue.Kiosk{{ID: "main", Name: zh("主机", "Main"), Printer: "p1", Fallback: []queue.PrinterID{"p2"}}, {ID: "bare", Name: zh("备机", "Bare")}},
		Printers: []queue.PrinterRule{{ID: "p2", Place: zh("咨询台旁", "beside the reception desk")}},
		Screens:  []queue.Screen{{ID: "hall", Name: zh("大厅", "Hall")}, {ID: "floor1", Name: zh("一楼", "Floor 1"), Windows: []queue.WindowID{"w1", "w2", "w3"}}},
		Reports:  queue.ReportRule{WordsDays: 30},
		Policy: queue.Policy{
			Rates:    map[queue.Class]int{queue.ClassOrdinary: 1, queue.ClassPriority: 3},
			CeilingS: 3600, NoShowReturn: queue.ReturnCredit, NoShowLapseS: 1800, HoldMaxS: 3600, UndoS: 120, PrintLapseS: 120, MaxParty: 300,
		},
		Outcomes: []queue.Outcome{
			{ID: "answered", Name: zh("当场答复", "Answered")},
			{ID: "accepted", Name: zh("受理", "Accepted"), Counts: queue.CountsAccepted},
			{ID: "concluded", Name: zh("办结", "Concluded"), Counts: queue.CountsConcluded},
		},
		Categories: []queue.Category{{ID: "fees", Name: zh("物业费", "Property fees")}},
		Tags: []queue.Tag{
			{ID: "east", Name: zh("东苑小区", "East Gardens"), Kind: queue.TagPlace},
			{ID: "acme", Name: zh("某公司", "Acme"), Kind: queue.TagParty},
		},
		Evaluation: []queue.Level{
			{ID: "5", Name: zh("非常满意", "Very satisfied")},
			{ID: "1", Name: zh("非常不满意", "Very dissatisfied"), FollowUp: true, Reasons: []queue.ReasonID{"waited", "unclear"}},
		},
		Reasons: []queue.LevelReason{{ID: "waited", Text: zh("等得太久", "The wait was too long")}, {ID: "unclear", Text: zh("没有讲清楚", "It wasn’t explained well")}},
	}
}
