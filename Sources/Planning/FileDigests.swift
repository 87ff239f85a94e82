import ClaimsStore
import Foundation
import Scenarios

/// Digests of the files that a spec reads beside claims.
struct FileDigests {
  let data: DataAccess

  /// One digest for each different file, in the order of the spec.
  func digests(_ scenario: Scenario) throws -> [String] {
    var seen: [String] = []
    for queue in scenario.queues + scenario.alternatives.flatMap(\.queues) {
      for driver in queue.drivers {
        guard case .history(let file, _, _) = driver.cause, !seen.contains(file) else { continue }
        seen.append(file)
      }
    }
    return try seen.map { file in
      let path = try data.resolve(file, named: "history")
      return contentDigest(of: [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))))
    }
  }
}
