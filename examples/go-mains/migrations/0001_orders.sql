create table orders (id integer primary key, shipped boolean not null default false);
