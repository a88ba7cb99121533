package kiosk

import (
	"strings"
	"testing"
	"time"

	"onedoor/config"
)

// queries are what people type, and what has to come first; of several with | between them any.
// A query that nothing fits has nothing for it.
const queries = `
工资没拿到 = labour
工资 = labour
拖欠工资 = labour
讨薪 = labour
欠薪 = labour
老板不发工资怎么办 = labour
农民工工资 = labour
加班费 = labour
被辞退 = labour|/what.work/work.dismissed
没签合同 = labour|/what.work/work.dismissed
工伤 = labour
工伤赔偿 = legal-aid
工商赔偿 = legal-aid
物业 = mediation
物业费 = xiao
邻居吵架 = mediation
楼上漏水 = mediation
离婚 = mediation
赡养老人 = mediation
房东不退押金 = mediation
调解 = mediation
老肖 = xiao
找老肖 = xiao
肖师傅 = xiao
上访 = petition
信访 = petition
反映问题 = petition
投诉 = petition
举报 = petition
我要反映问题 = petition
起诉 = filing
打官司 = filing|/what.law
立案 = filing
网上立案 = filing
律师 = legal
请不起律师 = legal-aid
免费律师 = legal-aid
法律援助 = legal-aid
法援 = legal-aid
写材料 = legal
问法律 = legal
法律咨询 = legal
公证 = legal
心理 = psychology
心里难受 = psychology
谈心 = psychology
失眠 = psychology
12345 = hotline
热线 = hotline
问进度 = hotline
罚款 = reconsideration
行政复议 = reconsideration
对处罚不服 = reconsideration
拆迁 = reconsideration
开庭 = hearing
传票 = hearing
线上庭审 = hearing
对方在外地 = online-mediation
视频调解 = online-mediation
司法确认 = confirmation
调解协议 = confirmation
查案件 = litigation
交材料 = litigation
诉讼 = litigation
仲裁 = arbitration
中裁 = arbitration
劳动仲裁 = arbitration
gongzi = labour
gongzimeinadao = labour
gzmnd = labour
gz = labour
gongz = labour
gonzi = labour
gonsi = labour|/what.quarrel/who.property
gognzi = labour
gonggzi = labour
taoxin = labour
tx = labour|psychology
gongshang = labour
gongsang = labour
jiabanfei = labour
wuye = mediation
wy = mediation
wuyefei = xiao
lihun = mediation
loushui = mediation
lousui = mediation
linli = mediation
ningli = mediation
tiaojie = mediation
diaojie = mediation
tj = mediation
laoxiao = xiao
naoxiao = xiao
lx = xiao
zlx = xiao
xinfang = petition
xingfan = petition
fanyinwenti = petition
fywt = petition
tousu = petition
qisu = filing
qs = filing
lian = filing
wslian = filing
dgs = filing|/what.law
lvshi = legal
lushi = legal
lsi = legal
wenfalu = legal
wenfalv = legal
wfl = legal
flyz = legal-aid
falvyuanzhu = legal-aid
falüyuanzu = legal-aid
qbqls = legal-aid
xinli = psychology
xl = psychology
tanxin = psychology
rexian = hotline
lexian = hotline
1234 = hotline
fakuan = reconsideration
xzfy = reconsideration
xinzhengfuyi = reconsideration
chongqing = nothing
kaiting = hearing
kt = hearing
kaitin = hearing
cuanpiao = hearing
sfqr = confirmation
sifaqueren = confirmation
zhongcai = arbitration
zongcai = arbitration
ldzc = arbitration
laodongzhongcai = arbitration
caj = litigation
chaanjian = litigation
ssfw = litigation
susong = litigation
老xiao = xiao
gong资 = labour
unpaid wages = labour
wages = labour
wage = labour
wgaes = labour
my boss did not pay wages = labour
salary = labour
injured at work = labour
injury = labour|/what.work/work.injury
neighbours = mediation
neighbors = mediation
neighburs = mediation
divorce = mediation
mediation = mediation
meditation = mediation
landlord = mediation
complaint = petition
complain = petition
lawyer = legal|legal-aid
free lawyer = legal-aid
legal aid = legal-aid
can't afford a lawyer = legal-aid
sue = filing
court = filing|hearing
summons = hearing
sumons = hearing
fine = reconsideration
penalty = reconsideration
arbitration = arbitration
arbitrtion = arbitration
I want to talk to somebody = psychology
stress = psychology
护照 = nothing
天气预报 = nothing
hunzhang = nothing
passport = nothing
weather = nothing
pizza = nothing
xyz = nothing
qqq = nothing
结婚登记 = nothing
`

// TestWhatPeopleTypeIsFound searches the sample centre.
func TestWhatPeopleTypeIsFound(t *testing.T) {
	rules, f, n := config.Sample().Rules, &finder{}, 0
	f.find(rules, "a", 1)
	begin := time.Now()
	for line := range strings.Lines(strings.TrimSpace(queries)) {
		typed, want, _ := strings.Cut(strings.TrimRight(line, "\n"), " = ")
		n++
		hits := f.find(rules, typed, 6)
		got := "nothing"
		if len(hits) > 0 {
			got = hits[0].ID
		}
		if !strings.Contains("|"+want+"|", "|"+got+"|") {
			t.Errorf("%q finds %v, want %q first", typed, hits, want)
		}
	}
	if each := time.Since(begin) / time.Duration(n); each > 20*time.Millisecond {
		t.Errorf("%d queries took %s each", n, each)
	}
	t.Logf("%d queries, %s each", n, time.Since(begin)/time.Duration(n))
}
