package paper
import ("testing";"os";"onedoor/printer";"fmt")
func TestLook(t *testing.T){
 tk:=printer.Ticket{Lang:"zh",Centre:"福州市鼓楼区社会矛盾纠纷调处化解中心",Date:"2026年3月2日",Time:"9:42",Number:"A012",Service:"人民调解",Where:"请在一楼大厅等，叫到再去",Ahead:"前面还有 2 位",QR:"https://lobby.example.gov.cn/t/k7JqXy2mPzR4sT8vB1",QRNote:"扫一扫，在手机上看还要等多久",NoPhone:"没有手机也一样叫您。过号请持此票到咨询台",Valid:"本号当日有效",Code:"查询码 4827-163"}
 for name,p:=range printer.BuiltIn(){
  b,err:=printer.Encode(p,tk.Slip()); if err!=nil{t.Fatal(err)}
  pages:=Interpret(p,b)
  fmt.Println(name,len(b),len(pages))
  os.WriteFile("/tmp/paperw/"+name+".txt",[]byte(Disassemble(b)),0o644)
  for _,pg:=range pages{ fmt.Println(pg.Height,pg.Texts,pg.QRs,pg.Problems); f,_:=os.Create("/tmp/paperw/"+name+".png"); pg.PNG(f); f.Close() }
 }
}
