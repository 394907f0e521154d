-- Numbers of work orders count on through the days; a number is never given twice.
create sequence if not exists work_order_number;
