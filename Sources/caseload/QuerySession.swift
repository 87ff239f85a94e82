import ClaimsStore
import Foundation

/// Answers statements one after the other, and measures each.
struct QuerySession {
  let database: ClaimsDatabase
  let threads: Int
  let memberLevel: MemberLevelRule
  /// Whether plans are wanted instead of answers.
  let explains: Bool

  struct Reply {
    enum Content {
      case answer(QueryAnswer)
      case plan(String)
    }
    var content: Content
    var seconds: Double
    /// Of the whole process, all threads.
    var cpuSeconds: Double
    var threads: Int
  }

  struct Problem: Error {
    /// The problem and what to do, without its place.
    var text: String
    /// The place in the input.
    var position: SourcePosition

    /// The message on one line.
    var message: String {
      "line \(position.line), column \(position.column): \(text)"
    }
  }

  /// Answers a statement; the time counts from its text to its columns, and no printing.
  func reply(to statement: SQLStatementReader.Statement) -> Result<Reply, Problem> {
    let start = DispatchTime.now().uptimeNanoseconds
    let cpuStart = clock()
    do {
      let query = try ClaimsQuery(statement.text)
      let content: Reply.Content
      if explains {
        content = .plan(try database.explain(query, threads: threads))
      } else {
        content = .answer(
          try database.answer(query, threads: threads, memberLevel: memberLevel))
      }
      return .success(
        Reply(
          content: content,
          seconds: Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9,
          cpuSeconds: Double(clock() - cpuStart) / Double(CLOCKS_PER_SEC), threads: threads))
    } catch let error as ClaimsQueryError {
      return .failure(
        Problem(
          text: "\(error.problem). \(error.remedy).",
          position: statement.place(line: error.line, column: error.column)))
    } catch {
      return .failure(Problem(text: "\(error)", position: statement.position))
    }
  }
}
