import LocatedJSON
import Testing

@Suite("Located problems")
struct LocatedProblemsTests {
  private func problem(_ file: String, _ line: Int, _ column: Int) -> LocatedProblem {
    LocatedProblem(
      .missingKey, file: file, line: line, column: column, path: "$", problem: "a", remedy: "b")
  }

  // The line is the example of the style guide.
  @Test("A problem reads as file, line, column, path, what was found and what to write")
  func describes() {
    let problem = LocatedProblem(
      .missingKey,
      at: Position(file: SourceFile("scenarios/peak.json"), line: 14, column: 32),
      path: JSONPath.root.key("queues").key("voice").key("patience").key("mean"),
      problem: "\"3\" has no unit",
      remedy: "Write seconds or minutes: \"180s\" or \"3m\"")
    #expect(
      problem.description
        == "scenarios/peak.json:14:32 $.queues.voice.patience.mean: \"3\" has no unit. "
        + "Write seconds or minutes: \"180s\" or \"3m\".")
  }

  @Test("A full stop is added only where a sentence has no end")
  func endsSentences() {
    let problem = LocatedProblem(
      .missingKey, file: "f", line: 0, column: 0, path: "$", problem: "Is it so?", remedy: "")
    #expect(problem.description == "f $: Is it so?")
  }

  @Test("Problems are ordered by file and place, and said once")
  func orders() {
    let report = LocatedProblems([
      problem("b", 1, 1), problem("a", 10, 1), problem("a", 2, 9), problem("a", 2, 10),
      problem("b", 1, 1),
    ])
    #expect(
      report.description == """
        a:2:9 $: a. b.
        a:2:10 $: a. b.
        a:10:1 $: a. b.
        b:1:1 $: a. b.
        """)
  }

  @Test("A report without problems is a programmer's error")
  func trapsWhenEmpty() async {
    await #expect(processExitsWith: .failure) { _ = LocatedProblems([]) }
  }
}
