import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { modelsCSharp } from './models-csharp.ts';

test('classes that a database keeps', () =>
  check(
    modelsCSharp,
    'Shop.cs',
    `
public class Shop : IdentityDbContext<Person> {
//                                    ^^^^^^ stored-class Person
  public DbSet<Order> Orders { get; set; }
//             ^^^^^ stored-class Order
  public DbSet<Data.Crate> Crates => Set<Data.Crate>();
//             ^^^^^^^^^^ stored-class Data.Crate
  public List<Label> Labels { get; set; }
  protected override void OnModelCreating(ModelBuilder model) {
    model.Entity<Line>().HasKey(line => line.Id);
//        ^^^^^^ stored-class Line
  }
}
class Map : IEntityTypeConfiguration<Order> {}
//                                   ^^^^^ stored-class Order
class Mongo {
  Mongo(IMongoDatabase database) { notes = database.GetCollection<Note>("notes"); }
//                                                  ^^^^^^^^^^^^^ stored-class Note
}
`,
  ));

test('models that do not fit', () =>
  check(
    modelsCSharp,
    'Program.cs',
    `
services.Configure<ApiBehaviorOptions>(options => options.SuppressModelStateInvalidFilter = true);
//                                                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ enables SuppressModelStateInvalidFilter
services.Configure<ApiBehaviorOptions>(options => options.SuppressModelStateInvalidFilter = false);
`,
  ));
