package io.spillway.app;

/** Starts one node. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.out.println("ok");
  }
}
