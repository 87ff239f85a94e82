// swift-tools-version: 6.3
import PackageDescription

/// Fuzzes what reads foreign bytes; a package of its own, so that users never build it.
///
/// `Fuzz/run TARGET SECONDS` builds it with address sanitizer, links libFuzzer and runs.
let package = Package(
  name: "caseload-fuzz",
  dependencies: [.package(name: "caseload", path: "..")],
  targets: [
    .target(
      name: "Fuzzing",
      dependencies: [
        .product(name: "ClaimsStore", package: "caseload"),
        .product(name: "Scenarios", package: "caseload"),
      ])
  ],
  swiftLanguageModes: [.v6]
)
