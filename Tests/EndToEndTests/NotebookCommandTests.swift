import Foundation
import Testing

@Suite("caseload notebook run")
struct NotebookCommandTests {
  @Test("Blocks run in order, results stand under them, and --check keeps them true")
  func wholeNotebook() throws {
    let scratch = try Scratch()
    let tiny = try String(
      contentsOf: Command.root.appendingPathComponent("Tests/EndToEndTests/Fixtures/tiny.json"),
      encoding: .utf8)
    _ = try scratch.file(
      "a.md",
      """
      # A notebook

      ```caseload
      staff --volume 120 --per 30m --handle-time 6m30s --goal 80/30
      ! check nowhere.json
      ```

      ```scenario base
      \(tiny)
      ```

      ```chart
      { "title": "People", "from": "base people", "x": "week", "y": ["assistants"] }
      ```

      The end.
      """)
    let stale = try Command.run("notebook", "run", "a.md", "--check", in: scratch.url)
    #expect(stale.code == 1 && stale.errors.contains("a.md:3: the result under this block"))
    let run = try Command.run("notebook", "run", "a.md", in: scratch.url)
    #expect(run.code == 0, "\(run.errors)")
    let text = try String(contentsOf: scratch.url.appendingPathComponent("a.md"), encoding: .utf8)
    #expect(text.contains("nowhere.json: there is no such file. Check the name."))
    #expect(text.contains("| With assistants | $"))
    #expect(text.contains("![People](a-1.svg)\n<!-- end of result -->\n\nThe end."))
    let left = try FileManager.default.contentsOfDirectory(atPath: scratch.url.path).sorted()
    #expect(left == ["a-1.svg", "a.md"])
    let check = try Command.run("notebook", "run", "a.md", "--check", in: scratch.url)
    #expect(check.code == 0, "\(check.errors)")
    _ = try scratch.file(
      "a.md", text.replacingOccurrences(of: "With assistants | $", with: "With assistants | $1"))
    #expect(try Command.run("notebook", "run", "a.md", "--check", in: scratch.url).code == 1)
  }

  @Test("A failing block is told with its line, and nothing is written")
  func failing() throws {
    let scratch = try Scratch()
    let text = "# A\n\n```caseload\nstaff --volume 120\n```\n"
    let file = try scratch.file("a.md", text)
    let run = try Command.run("notebook", "run", "a.md", in: scratch.url)
    #expect(run.code == 1)
    #expect(run.errors.contains("a.md:4: the command ended with code 2"), "\(run.errors)")
    #expect(try String(contentsOfFile: file, encoding: .utf8) == text)
    #expect(try Command.run("notebook", "run", "nowhere.md", in: scratch.url).code == 1)
    #expect(try Command.run("notebook", "run", "a.txt", in: scratch.url).code == 1)
  }
}
