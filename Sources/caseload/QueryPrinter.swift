import ClaimsStore
import Foundation

/// How answers are printed.
enum QueryFormat: String, CaseIterable {
  /// Aligned columns for people.
  case table
  /// RFC 4180.
  case csv
  /// One document: an answer, or with `--input` an array of them.
  case json
  /// One line an answer.
  case jsonl
}

/// A file for the rows of an answer.
struct QueryTarget {
  var path: String
  var kind: AnswerFile
}

/// Prints answers, each flushed as soon as it is complete.
final class QueryPrinter {
  let format: QueryFormat
  private let hasTiming: Bool
  private var isInput = false
  private var shown = 0

  init(format: QueryFormat, hasTiming: Bool) {
    self.format = format
    self.hasTiming = hasTiming
  }

  /// Prepares for any number of answers.
  func begin() {
    isInput = true
    if format == .json { write(Array("[".utf8)) }
  }

  /// Ends what `begin` began.
  func end() {
    if isInput, format == .json { write(Array("]\n".utf8)) }
  }

  /// Prints an answer, or writes its rows to a file.
  func show(_ reply: QuerySession.Reply, _ target: QueryTarget?) throws {
    if let target, case .answer(let answer) = reply.content {
      try userFacing { try answer.write(to: target.path, as: target.kind) }
      let rows = "\(answer.rowCount) row\(answer.rowCount == 1 ? "" : "s") in \(target.path)\n"
      write(Array(rows.utf8))
      showTiming(reply)
      return
    }
    separate()
    switch (format, reply.content) {
    case (.json, _), (.jsonl, _): showJSON(reply)
    case (_, .plan(let text)): write(Array((text + "\n").utf8))
    case (.csv, .answer(let answer)):
      var bytes: [UInt8] = []
      answer.appendCSVHeader(to: &bytes)
      for row in 0..<answer.rowCount {
        answer.appendCSV(row: row, to: &bytes)
        flush(&bytes)
      }
      write(bytes)
    case (.table, .answer(let answer)): write(Array(QueryTableText(answer).text.utf8))
    }
    if format == .table || format == .csv { showTiming(reply) }
  }

  /// Prints a problem as an answer.
  func show(_ problem: QuerySession.Problem) {
    separate()
    var bytes = Array("{\"error\": ".utf8)
    appendJSONText(problem.text, to: &bytes)
    bytes += ", \"line\": \(problem.position.line), \"column\": \(problem.position.column)}\n".utf8
    write(bytes)
  }

  private func separate() {
    if shown > 0 {
      switch format {
      case .json: write(Array(",\n".utf8))
      case .csv, .table: write(Array("\n".utf8))
      case .jsonl: break
      }
    }
    shown += 1
  }

  private func showJSON(_ reply: QuerySession.Reply) {
    var bytes: [UInt8] = []
    switch reply.content {
    case .plan(let text):
      bytes += "{\"plan\": ".utf8
      appendJSONText(text, to: &bytes)
    case .answer(let answer):
      bytes += "{\"columns\": ".utf8
      answer.appendJSONColumns(to: &bytes)
      bytes += ", \"rows\": [".utf8
      for row in 0..<answer.rowCount {
        if row > 0 { bytes += format == .json ? [0x2C, 0x0A] : [0x2C, 0x20] }
        answer.appendJSON(row: row, to: &bytes)
        flush(&bytes)
      }
      bytes.append(0x5D)
    }
    if hasTiming {
      bytes += ", \"seconds\": \(reply.seconds), \"cpuSeconds\": \(reply.cpuSeconds)".utf8
      bytes += ", \"threads\": \(reply.threads)".utf8
    }
    bytes += "}\n".utf8
    write(bytes)
  }

  private func showTiming(_ reply: QuerySession.Reply) {
    guard hasTiming else { return }
    printError(
      "\(reply.seconds) seconds, \(reply.cpuSeconds) CPU seconds, \(reply.threads) threads")
  }

  private func flush(_ bytes: inout [UInt8]) {
    guard bytes.count > 1 << 20 else { return }
    write(bytes)
    bytes.removeAll(keepingCapacity: true)
  }

  /// Writes without a buffer in between, so that a reader sees every answer at once.
  private func write(_ bytes: [UInt8]) {
    FileHandle.standardOutput.write(Data(bytes))
  }
}
