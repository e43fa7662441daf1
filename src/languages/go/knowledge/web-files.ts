/**
 * Files that frameworks for the web serve, render and save: https://gin-gonic.com,
 * https://echo.labstack.com/docs/static-files, https://docs.gofiber.io, https://beego.wiki
 */
import type { Row } from '../../shared/knowledge.ts';

export const webFiles = [
  {
    call: 'github.com/jordan-wright/unindexed.Dir',
    argument: 0,
    means: 'serves-folder',
    example:
      'import ("net/http"; "github.com/jordan-wright/unindexed"); http.FileServer(unindexed.Dir("./ui"))',
    seen: 'reads ui',
  },
  {
    call: 'github.com/gin-gonic/gin.*.Static',
    argument: 1,
    means: 'serves-folder',
    example: 'import "github.com/gin-gonic/gin"; gin.Default().Static("/assets", "./public")',
    seen: 'reads public',
  },
  {
    call: 'github.com/gin-gonic/gin.*.StaticFile',
    argument: 1,
    means: 'reads-file',
    example: 'import "github.com/gin-gonic/gin"; gin.Default().StaticFile("/x", "a/favicon.ico")',
    seen: 'reads a/favicon.ico',
  },
  {
    call: 'github.com/gin-gonic/gin.*.LoadHTMLGlob',
    argument: 0,
    means: 'reads-file',
    example:
      'import "github.com/gin-gonic/gin"; r := gin.New(); r.LoadHTMLGlob("web/templates/**/*")',
    seen: 'reads web/templates*',
  },
  {
    call: 'github.com/gin-gonic/gin.*.LoadHTMLFiles',
    argument: 0,
    means: 'reads-file',
    rest: true,
    example:
      'import "github.com/gin-gonic/gin"; r := gin.New(); r.LoadHTMLFiles("a.html", "b.html")',
    seen: 'reads b.html',
  },
  {
    call: 'github.com/gin-gonic/gin.*.File',
    argument: 0,
    means: 'reads-file',
    example:
      'import "github.com/gin-gonic/gin"; func show(c *gin.Context) { c.File("ui/index.html") }',
    seen: 'reads ui/index.html',
  },
  {
    call: 'github.com/gin-gonic/gin.*.FileAttachment',
    argument: 0,
    means: 'reads-file',
    example:
      'import "github.com/gin-gonic/gin"; func show(c *gin.Context) { c.FileAttachment("docs/a.pdf", "a.pdf") }',
    seen: 'reads docs/a.pdf',
  },
  {
    call: 'github.com/gin-gonic/gin.*.SaveUploadedFile',
    argument: 1,
    means: 'writes-file',
    example:
      'import "github.com/gin-gonic/gin"; func save(c *gin.Context) { c.SaveUploadedFile(f, "uploads/"+f.Name) }',
    seen: 'writes uploads*',
  },
  {
    call: 'github.com/gin-contrib/static.LocalFile',
    argument: 0,
    means: 'serves-folder',
    example: 'import "github.com/gin-contrib/static"; static.LocalFile("./dist", true)',
    seen: 'reads dist',
  },
  {
    call: 'github.com/gin-contrib/multitemplate.*.AddFromFiles',
    argument: 1,
    means: 'reads-file',
    rest: true,
    example:
      'import "github.com/gin-contrib/multitemplate"; multitemplate.NewRenderer().AddFromFiles("a", "t/base.html", "t/a.html")',
    seen: 'reads t/a.html',
  },
  {
    call: 'github.com/labstack/echo.*.Static',
    argument: 1,
    means: 'serves-folder',
    example: 'import "github.com/labstack/echo/v4"; echo.New().Static("/", "public")',
    seen: 'reads public',
  },
  {
    call: 'github.com/labstack/echo.*.File',
    argument: [1, 0],
    means: 'reads-file',
    example: 'import "github.com/labstack/echo/v4"; echo.New().File("/", "ui/index.html")',
    seen: 'reads ui/index.html',
  },
  {
    call: 'github.com/labstack/echo.*.Attachment',
    argument: 0,
    means: 'reads-file',
    example:
      'import "github.com/labstack/echo/v4"; func show(c echo.Context) error { return c.Attachment("docs/a.pdf", "a") }',
    seen: 'reads docs/a.pdf',
  },
  {
    call: 'github.com/labstack/echo/middleware.Static',
    argument: 0,
    means: 'serves-folder',
    example: 'import "github.com/labstack/echo/v4/middleware"; middleware.Static("dist")',
    seen: 'reads dist',
  },
  {
    call: 'github.com/labstack/echo/middleware.StaticConfig{}',
    argument: 'Root',
    means: 'serves-folder',
    example:
      'import "github.com/labstack/echo/v4/middleware"; middleware.StaticWithConfig(middleware.StaticConfig{Root: "dist", HTML5: true})',
    seen: 'reads dist',
  },
  {
    call: 'github.com/gofiber/fiber.*.Static',
    argument: 1,
    means: 'serves-folder',
    example: 'import "github.com/gofiber/fiber/v2"; fiber.New().Static("/", "./public")',
    seen: 'reads public',
  },
  {
    call: 'github.com/gofiber/fiber.*.SendFile',
    argument: 0,
    means: 'reads-file',
    example:
      'import "github.com/gofiber/fiber/v2"; func show(c *fiber.Ctx) error { return c.SendFile("ui/index.html") }',
    seen: 'reads ui/index.html',
  },
  {
    call: 'github.com/gofiber/fiber.*.Download',
    argument: 0,
    means: 'reads-file',
    example:
      'import "github.com/gofiber/fiber/v2"; func show(c *fiber.Ctx) error { return c.Download("docs/a.pdf") }',
    seen: 'reads docs/a.pdf',
  },
  {
    call: 'github.com/gofiber/fiber.*.SaveFile',
    argument: 1,
    means: 'writes-file',
    example:
      'import "github.com/gofiber/fiber/v2"; func save(c *fiber.Ctx) error { return c.SaveFile(f, fmt.Sprintf("./uploads/%s", f.Name)) }',
    seen: 'writes uploads*',
  },
  {
    call: 'github.com/gofiber/fiber/middleware/static.New',
    argument: 0,
    means: 'serves-folder',
    example: 'import "github.com/gofiber/fiber/v3/middleware/static"; static.New("./public")',
    seen: 'reads public',
  },
  {
    call: 'github.com/gofiber/template/html.New',
    argument: 0,
    means: 'reads-folder',
    example: 'import "github.com/gofiber/template/html/v2"; html.New("./views", ".html")',
    seen: 'reads views',
  },
  {
    call: 'github.com/gofiber/template/django.New',
    argument: 0,
    means: 'reads-folder',
    example: 'import "github.com/gofiber/template/django/v2"; django.New("./views", ".html")',
    seen: 'reads views',
  },
  {
    call: 'github.com/gofiber/template/handlebars.New',
    argument: 0,
    means: 'reads-folder',
    example:
      'import "github.com/gofiber/template/handlebars/v2"; handlebars.New("./views", ".html")',
    seen: 'reads views',
  },
  {
    call: 'github.com/gofiber/template/pug.New',
    argument: 0,
    means: 'reads-folder',
    example: 'import "github.com/gofiber/template/pug/v2"; pug.New("./views", ".html")',
    seen: 'reads views',
  },
  {
    call: 'github.com/gofiber/template/mustache.New',
    argument: 0,
    means: 'reads-folder',
    example: 'import "github.com/gofiber/template/mustache/v2"; mustache.New("./views", ".html")',
    seen: 'reads views',
  },
  {
    call: 'github.com/gofiber/template/jet.New',
    argument: 0,
    means: 'reads-folder',
    example: 'import "github.com/gofiber/template/jet/v2"; jet.New("./views", ".html")',
    seen: 'reads views',
  },
  {
    call: 'github.com/gofiber/template/ace.New',
    argument: 0,
    means: 'reads-folder',
    example: 'import "github.com/gofiber/template/ace/v2"; ace.New("./views", ".html")',
    seen: 'reads views',
  },
  {
    call: 'github.com/gofiber/template/amber.New',
    argument: 0,
    means: 'reads-folder',
    example: 'import "github.com/gofiber/template/amber/v2"; amber.New("./views", ".html")',
    seen: 'reads views',
  },
  {
    call: 'github.com/gofiber/template/slim.New',
    argument: 0,
    means: 'reads-folder',
    example: 'import "github.com/gofiber/template/slim/v2"; slim.New("./views", ".html")',
    seen: 'reads views',
  },
  {
    call: 'github.com/valyala/fasthttp.FS{}',
    argument: 'Root',
    means: 'serves-folder',
    example:
      'import "github.com/valyala/fasthttp"; fs := &fasthttp.FS{Root: "public"}; fs.NewRequestHandler()',
    seen: 'reads public',
  },
  {
    call: 'github.com/valyala/fasthttp.ServeFile',
    argument: 1,
    means: 'reads-file',
    example: 'import "github.com/valyala/fasthttp"; fasthttp.ServeFile(c, "ui/a.html")',
    seen: 'reads ui/a.html',
  },
  {
    call: 'github.com/kataras/iris.*.HandleDir',
    argument: 1,
    means: 'serves-folder',
    example: 'import "github.com/kataras/iris/v12"; iris.New().HandleDir("/", "./assets")',
    seen: 'reads assets',
  },
  {
    call: 'github.com/kataras/iris.HTML',
    argument: 0,
    means: 'reads-folder',
    example:
      'import "github.com/kataras/iris/v12"; app.RegisterView(iris.HTML("./views", ".html"))',
    seen: 'reads views',
  },
  {
    call: 'github.com/beego/beego/server/web.SetStaticPath',
    argument: 1,
    means: 'serves-folder',
    example:
      'import "github.com/beego/beego/v2/server/web"; web.SetStaticPath("/down", "download")',
    seen: 'reads download',
  },
  {
    call: 'github.com/beego/beego/server/web.Run',
    means: 'reads-folder',
    absent: 'views',
    example: 'import "github.com/beego/beego/v2/server/web"; web.Run()',
    seen: 'reads views',
  },
  {
    call: 'github.com/beego/beego/server/web.Run',
    means: 'serves-folder',
    absent: 'static',
    example: 'import "github.com/beego/beego/v2/server/web"; web.Run()',
    seen: 'reads static',
  },
  {
    call: 'github.com/beego/beego/server/web.Run',
    means: 'reads-file',
    absent: 'conf/app.conf',
    example: 'import "github.com/beego/beego/v2/server/web"; web.Run()',
    seen: 'reads conf/app.conf',
  },
  {
    call: 'github.com/cloudwego/hertz/pkg/app/server.*.Static',
    argument: 1,
    means: 'serves-folder',
    example:
      'import "github.com/cloudwego/hertz/pkg/app/server"; server.Default().Static("/", "./public")',
    seen: 'reads public',
  },
  {
    call: 'github.com/cloudwego/hertz/pkg/app/server.*.LoadHTMLGlob',
    argument: 0,
    means: 'reads-file',
    example:
      'import "github.com/cloudwego/hertz/pkg/app/server"; server.Default().LoadHTMLGlob("views/*")',
    seen: 'reads views*',
  },
  {
    call: 'github.com/gogf/gf/frame/g.*.SetServerRoot',
    argument: 0,
    means: 'serves-folder',
    example: 'import "github.com/gogf/gf/v2/frame/g"; g.Server().SetServerRoot("resource/public")',
    seen: 'reads resource/public',
  },
  {
    call: 'github.com/CloudyKit/jet.NewOSFileSystemLoader',
    argument: 0,
    means: 'reads-folder',
    example: 'import "github.com/CloudyKit/jet/v6"; jet.NewOSFileSystemLoader("./views")',
    seen: 'reads views',
  },
  {
    call: 'github.com/flosch/pongo2.FromFile',
    argument: 0,
    means: 'reads-file',
    example: 'import "github.com/flosch/pongo2/v6"; pongo2.FromFile("views/a.html")',
    seen: 'reads views/a.html',
  },
  {
    call: 'github.com/flosch/pongo2.MustNewLocalFileSystemLoader',
    argument: 0,
    means: 'reads-folder',
    example: 'import "github.com/flosch/pongo2/v6"; pongo2.MustNewLocalFileSystemLoader("views")',
    seen: 'reads views',
  },
  {
    call: 'github.com/unrolled/render.Options{}',
    argument: 'Directory',
    means: 'reads-folder',
    example: 'import "github.com/unrolled/render"; render.New(render.Options{Directory: "pages"})',
    seen: 'reads pages',
  },
  {
    call: '*.Static',
    argument: 1,
    means: 'serves-folder',
    example: 'r := router(); r.Static("/assets", "./public/assets")',
    seen: 'reads public/assets',
  },
  {
    call: '*.StaticFile',
    argument: 1,
    means: 'reads-file',
    example: 'r := router(); r.StaticFile("/x", "a/favicon.ico")',
    seen: 'reads a/favicon.ico',
  },
  {
    call: '*.LoadHTMLGlob',
    argument: 0,
    means: 'reads-file',
    example: 'r := router(); r.LoadHTMLGlob("web/templates/**/*")',
    seen: 'reads web/templates*',
  },
  {
    call: '*.LoadHTMLFiles',
    argument: 0,
    means: 'reads-file',
    rest: true,
    example: 'r := router(); r.LoadHTMLFiles("a.html")',
    seen: 'reads a.html',
  },
  {
    call: '*.SendFile',
    argument: 0,
    means: 'reads-file',
    example: 'c := request(); c.SendFile("ui/a.html")',
    seen: 'reads ui/a.html',
  },
  {
    call: '*.File',
    argument: [1, 0],
    means: 'reads-file',
    example: 'e := router(); e.File("/", "ui/a.html")',
    seen: 'reads ui/a.html',
  },
] as const satisfies readonly Row[];
