import ArgumentParser
import Foundation
import LocatedJSON
import Planning
import Queueing

struct CalcCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calc",
    abstract: "Evaluates a batch of closed-form queueing cases.",
    discussion: """
      Example:
        caseload calc cases.json --json

      The file holds {"cases": [{"id": "a", "model": "erlang_c", "inputs": {"n": 14, "lam": "200/60",
      "mu": "1/3", "t": "20/60"}}, ...]}; numbers may be decimal strings, fractions or products. Use one
      time unit within a case. With - the cases are read from standard input.
      A case with a problem gets an error and the others their outputs; the exit code is then 1.

      Models: \(CalcBatch.models.joined(separator: ", ")).
      """)

  @Argument(help: "The cases, a JSON file, or - for standard input.")
  var cases: String
  @Flag(help: "Print one JSON document.")
  var json = false

  private struct Answer: Encodable {
    var id: String
    var outputs: [String: String]?
    var error: String?
    var notes: [String]?
  }

  private struct Document: Encodable { var cases: [Answer] }

  func run() throws {
    let fromInput = cases == "-"
    let answers = CalcBatch.evaluate(
      try userFacing {
        try CalcFile.read(
          fromInput ? "/dev/stdin" : cases, named: fromInput ? "standard input" : nil)
      })
    if json {
      try printAnswer(jsonText(Document(cases: answers.map(Self.encodable))))
    } else {
      try printAnswer(answers.map(Self.lines).joined(separator: "\n"))
    }
    let failed = answers.count { $0.error != nil }
    guard failed > 0 else { return }
    throw Outcome.wrongInput(
      "\(cases): \(failed) of \(answers.count) case\(answers.count == 1 ? "" : "s")"
        + " could not be computed; see the error of each.")
  }

  private static func encodable(_ answer: CalcAnswer) -> Answer {
    let outputs = answer.outputs.map { ($0.name, $0.text) }
    return Answer(
      id: answer.id,
      outputs: answer.error == nil ? Dictionary(outputs) { first, _ in first } : nil,
      error: answer.error, notes: answer.notes.isEmpty ? nil : answer.notes)
  }

  private static func lines(_ answer: CalcAnswer) -> String {
    var lines = [LocatedProblem.excerpt(answer.id, limit: 200)]
    let width = answer.outputs.map(\.name.count).max() ?? 0
    for output in answer.outputs {
      let name = output.name.padding(toLength: width, withPad: " ", startingAt: 0)
      lines.append("  \(name)  \(output.text)")
    }
    if let error = answer.error { lines.append("  error: \(error)") }
    for note in answer.notes { lines.append("  note: \(note)") }
    return lines.joined(separator: "\n")
  }
}
