package printer
import ("testing";"image";"image/color";"image/png";"os";"strings")
func TestShow(t *testing.T){
 txt,_:=os.ReadFile("/tmp/paperw/s.txt")
 lines:=strings.Split(strings.TrimRight(string(txt),"\n"),"\n")
 img:=image.NewGray(image.Rect(0,0,576,len(lines)*30))
 for i:=range img.Pix{img.Pix[i]=255}
 for i,l:=range lines{ sc:=1; _=sc; x:=0
  for _,r:=range l{ g,ok:=Font24(r); if !ok {t.Log(string(r)); continue}
   for yy:=range 24{ for xx:=range g.Width{ if g.Dot(xx,yy){img.SetGray(x+xx,i*30+3+yy,color.Gray{})}}}
   x+=g.Width } }
 big:=image.NewGray(image.Rect(0,0,576*2,len(lines)*60))
 for y:=range lines{_ = y}
 for y:=0;y<len(lines)*60;y++{for x:=0;x<1152;x++{big.SetGray(x,y,img.GrayAt(x/2,y/2))}}
 f,_:=os.Create("/tmp/paperw/s.png"); png.Encode(f,big); f.Close()
}
