import Foundation
import Notebooks
import Testing

@Suite("Notebooks")
struct NotebookTests {
  /// A working folder with a notebook folder in it.
  private final class Place {
    let root = FileManager.default.temporaryDirectory.appendingPathComponent(
      "notebook-\(UUID().uuidString)")
    init() throws {
      try FileManager.default.createDirectory(
        at: root.appendingPathComponent("books"), withIntermediateDirectories: true)
    }
    deinit { try? FileManager.default.removeItem(at: root) }
    func options(_ command: @escaping @Sendable ([String]) -> CommandOutput) -> NotebookOptions {
      NotebookOptions(
        workingFolder: root.path, threads: 1, command: command, progress: { _, _ in })
    }
    var path: String { root.appendingPathComponent("books/a.md").path }
  }

  private func answer(
    _ text: String,
    _ command: @escaping @Sendable ([String]) -> CommandOutput = { words in
      CommandOutput(code: 0, output: words.joined(separator: "|"), errors: "")
    }
  ) throws -> NotebookAnswer {
    let place = try Place()
    return try runNotebook(path: place.path, text: text, options: place.options(command))
  }

  private func problems(_ text: String) -> String {
    do {
      _ = try answer(text)
      return ""
    } catch {
      return "\(error)"
    }
  }

  @Test("Text outside of blocks stays byte by byte, with either line end, and results are replaced")
  func roundTrip() throws {
    let text = """
      # Title

      ```swift
      let x = 1
      ```

      ````text
      ```caseload
      not a block
      ```
      ````

      ```caseload
      staff --volume 120 --goal '80 / 30'
      ```
      <!-- result -->
      old
      <!-- end of result -->

      The end.

      """
    for ending in ["\n", "\r\n"] {
      let given = text.replacingOccurrences(of: "\n", with: ending)
      #expect(try NotebookDocument(given, file: "a.md").text == given)
      let found = try answer(given)
      let expected = text.replacingOccurrences(
        of: "old", with: "```text\nstaff|--volume|120|--goal|80 / 30\n```"
      ).replacingOccurrences(of: "\n", with: ending)
      #expect(found.document.text == expected)
      #expect(found.changed == [13])
      #expect(try answer(found.document.text).changed.isEmpty)
    }
  }

  @Test("Queries answer over the notebook's claims, and a chart draws the answer")
  func queries() throws {
    let found = try answer(
      """
      <!-- claims: { "synthetic": { "profile": "pbm", "rows": 2000, "seed": 7 }, "before": "2027-01-01" } -->
      ```sql claims
      SELECT status, count(*) AS n FROM claims GROUP BY 1 ORDER BY 1
      ```

      ```chart
      { "title": "Claims by status", "x": "status", "y": ["n"], "shape": "bar" }
      ```
      """)
    let blocks = found.document.blocks
    let table = try #require(blocks[0].result)
    #expect(table[0] == "| status | n |")
    let counts = table.dropFirst(2).compactMap { line in
      Int(line.split(separator: "|")[1].filter { $0 != " " })
    }
    #expect(counts.reduce(0, +) == 2000)
    #expect(blocks[1].result == ["![Claims by status](a-1.svg)"])
    #expect(found.charts.map(\.name) == ["a-1.svg"])
    #expect(found.charts[0].svg.hasPrefix("<svg xmlns="))
  }

  @Test(
    "A block reads inside the working folder only, writes nowhere and starts no program",
    arguments: [
      ("caseload run x.json", "\"run\" cannot run in a notebook"),
      ("caseload sh -c ls", "\"sh\" cannot run in a notebook"),
      ("notebook run a.md", "\"notebook\" cannot run in a notebook"),
      ("claims import a.csv --into b", "\"claims import\" cannot run in a notebook"),
      ("calc /etc/passwd", "\"/etc/passwd\" lies outside of the working folder"),
      ("calc ../../secret.json", "\"../../secret.json\" lies outside of the working folder"),
      ("compare a.json ../b#Mix", "\"../b\" lies outside of the working folder"),
      ("claims query s --table x=/etc/hosts 'SELECT 1'", "\"/etc/hosts\" lies outside"),
      ("simulate s.json --trace t.tsv", "--trace is not for notebooks"),
      ("simulate s.json --trace=t.tsv", "--trace is not for notebooks"),
      ("sweep s.json --chart=c.svg", "--chart is not for notebooks"),
      ("calc 'a.json", "a quote is open"),
    ])
  func refused(line: String, problem: String) {
    let found = problems("Text\n\n```caseload\n\(line)\n```\n")
    #expect(found.contains("books/a.md:4: \(problem)"), "\(found)")
  }

  @Test("A link that leads out of the working folder is outside of it")
  func links() throws {
    let place = try Place()
    try FileManager.default.createSymbolicLink(
      atPath: place.root.appendingPathComponent("etc").path, withDestinationPath: "/etc")
    let options = place.options { _ in CommandOutput(code: 0, output: "", errors: "") }
    #expect(throws: NotebookError.self) {
      try runNotebook(path: place.path, text: "```caseload\ncalc etc/hosts\n```", options: options)
    }
    // A chart that would be written through a link out of the notebook's folder.
    let notebook = NotebookFile(path: place.path)
    try Data("# Empty\n".utf8).write(to: URL(fileURLWithPath: place.path))
    var answer = try notebook.run(options)
    answer.charts = [("a-1.svg", "<svg/>")]
    let outside = place.root.appendingPathComponent("outside.svg")
    try Data().write(to: outside)
    try FileManager.default.createSymbolicLink(
      atPath: place.root.appendingPathComponent("books/a-1.svg").path,
      withDestinationPath: outside.path)
    #expect(throws: NotebookError.self) { try notebook.write(answer, options) }
    #expect(try Data(contentsOf: outside).isEmpty)
  }

  @Test("A check finds a result and a chart that are not true, and nothing else")
  func check() throws {
    let place = try Place()
    let options = place.options { _ in CommandOutput(code: 0, output: "now", errors: "") }
    try Data("```caseload\nstaff\n```\n".utf8).write(to: URL(fileURLWithPath: place.path))
    let notebook = NotebookFile(path: place.path)
    let first = try notebook.run(options)
    #expect(
      notebook.differences(first) == [
        "\(place.path):1: the result under this block is not what it gives now."
      ])
    try notebook.write(first, options)
    #expect(notebook.differences(try notebook.run(options)).isEmpty)
  }

  @Test(
    "What cannot be read is told with its line",
    arguments: [
      ("```caseload\nstaff\n", ":1: the block does not end"),
      ("```caseload\nstaff\n```\n<!-- result -->\nx\n", ":4: the result does not end"),
      ("<!-- result -->\n", ":1: a result stands under no block"),
      ("```sql members\nSELECT 1\n```\n", ":1: \"members\" cannot be queried"),
      ("```sql claims\nSELECT 1\n```\n", ":1: the notebook has no claims"),
      ("```chart\n{ \"title\": \"T\", \"x\": \"a\", \"y\": [\"b\"] }\n```\n", "no table \"last\""),
      ("```chart\n{ \"titel\": \"T\" }\n```\n", ":2:3: \"titel\" is no key of a chart"),
      ("```scenario\n{ \"queus\": {} }\n```\n", ":2:3 $.queus"),
    ])
  func unreadable(text: String, problem: String) {
    let found = problems(text)
    #expect(found.contains(problem), "\(found)")
  }

  @Test("A line with ! shows what was refused, and must be refused")
  func mistakes() throws {
    let found = try answer("```caseload\n! check bad.json\n```\n") { _ in
      CommandOutput(code: 1, output: "", errors: "bad.json:1:1: wrong\n")
    }
    #expect(found.document.blocks[0].result == ["```text", "bad.json:1:1: wrong", "```"])
    #expect(problems("```caseload\n! staff\n```\n").contains(":2: the command works"))
  }
}
