import Forecasting
import Foundation
import Testing

/// Fits from R and statsforecast outside of the project.
enum ReferenceFits {
  /// One of the files, as plain JSON; nothing when it is not there.
  static func load(_ name: String) throws -> [String: Any] {
    let shared = try #require(sharedFolder())
    let file = shared.appendingPathComponent("reference/forecasting/\(name).json")
    let root = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
    return try #require(root as? [String: Any])
  }

  /// A series of the reference with its season.
  struct Series {
    var name: String
    var values: [Double]
    var period: Int
    var fields: [String: Any]
  }

  static func series() throws -> [Series] {
    try load("ets_stl_r").sorted { $0.key < $1.key }.map { name, fields in
      let fields = try #require(fields as? [String: Any])
      return Series(
        name: name, values: try #require(fields["x"] as? [Double]),
        period: try #require(fields["freq"] as? Int), fields: fields)
    }
  }

  /// A form as the reference writes it: `MAM_d` is a damped `MAM`.
  static func form(_ text: String) throws -> ETSForm {
    guard text.hasSuffix("_d") else { return try #require(ETSForm(text)) }
    return try #require(ETSForm("\(text.prefix(2))d\(text.dropFirst(2).prefix(1))"))
  }
}
